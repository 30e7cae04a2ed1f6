-- Updates with the right version. A thread owns every n-th post and takes them in turn, so that a post has one request in flight;
-- the version comes from the answer to the last update of that post.
dofile(debug.getinfo(1, "S").source:match("^@(.*/)") .. "graphql.lua")
local versions, turn = {}, 0

function prepare()
  run = os.time()      -- a title of an earlier run would be a change of nothing
  for _, post in ipairs(graphql.posts) do versions[post.id] = graphql.version end
end

function request()
  local post = graphql.posts[(turn * graphql.threads + thread_number) % #graphql.posts + 1]
  turn = turn + 1
  local body = graphql.fill({ ID = post.id, VERSION = versions[post.id], N = run .. "-" .. thread_number .. "-" .. turn })
  return graphql.format(post.organisation, body)
end

function read(status, body)
  local id, version = body:match('"id":"([^"]+)","version":(%d+)')
  if id then versions[id] = tonumber(version) else graphql.reject(status, body) end
end
