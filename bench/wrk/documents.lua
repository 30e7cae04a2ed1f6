-- One of 2,000 documents that ask the same, at random, from every organisation in turn.
dofile(debug.getinfo(1, "S").source:match("^@(.*/)") .. "graphql.lua")
local DOCUMENTS = 2000
local turn = 0

function prepare()
  math.randomseed(thread_number + 1)
end

function request()
  turn = turn + 1
  return graphql.format(turn % #graphql.headers + 1, graphql.fill({ N = math.random(DOCUMENTS) }))
end
