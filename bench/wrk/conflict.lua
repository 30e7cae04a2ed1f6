-- Updates with the version before the current one: each must be refused, and nothing is written.
dofile(debug.getinfo(1, "S").source:match("^@(.*/)") .. "graphql.lua")
local turn = 0

function prepare()
  math.randomseed(thread_number + 1)
end

function request()
  local post = graphql.posts[math.random(#graphql.posts)]
  turn = turn + 1
  return graphql.format(post.organisation, graphql.fill({ ID = post.id, VERSION = graphql.version - 1, N = thread_number .. "-" .. turn }))
end
