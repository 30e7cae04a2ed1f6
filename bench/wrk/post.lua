-- A post at random, asked for by its own organisation.
dofile(debug.getinfo(1, "S").source:match("^@(.*/)") .. "graphql.lua")

function prepare()
  math.randomseed(thread_number + 1)
end

function request()
  local post = graphql.posts[math.random(#graphql.posts)]
  return graphql.format(post.organisation, graphql.fill({ ID = post.id }))
end
