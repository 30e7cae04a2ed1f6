-- What the scripts share: who asks, what is sent, whether the answers are right, and the report at the end.
-- Arguments: a folder with `identities` (a header for each organisation), `posts` (organisation and id) and `body`; the text that
-- every answer must hold; the version that all posts are at; how many threads there are.
graphql = {}
local SAMPLE = 20      -- one answer in so many is read, not only its status
local threads = {}

local function lines(path)
  local all = {}
  for line in io.lines(path) do all[#all + 1] = line end
  return all
end

function setup(thread)
  thread:set("thread_number", #threads)
  threads[#threads + 1] = thread
end

function init(args)
  local folder = args[1]
  graphql.expected, graphql.version, graphql.threads = args[2], tonumber(args[3]), tonumber(args[4])
  graphql.bodies = lines(folder .. "/body")
  graphql.body = graphql.bodies[1]
  graphql.headers, graphql.posts = {}, {}
  for i, line in ipairs(lines(folder .. "/identities")) do
    local name, value = line:match("^(.-): (.*)$")
    graphql.headers[i] = { ["Content-Type"] = "application/json", [name] = value }
  end
  for i, line in ipairs(lines(folder .. "/posts")) do
    local organisation, id = line:match("^(%d+) (.*)$")
    graphql.posts[i] = { organisation = tonumber(organisation), id = id }
  end
  invalid, answers, example = 0, 0, ""
  if prepare then prepare() end
end

function graphql.format(organisation, body)
  return wrk.format("POST", nil, graphql.headers[organisation], body)
end

-- Replaces @ID@, @VERSION@ and @N@ in the body.
function graphql.fill(values)
  return (graphql.body:gsub("@(%u+)@", values))
end

function graphql.reject(status, body)
  invalid = invalid + 1
  if example == "" then example = status .. " " .. body:sub(1, 300) end
end

function response(status, headers, body)
  answers = answers + 1
  if status ~= 200 or answers % SAMPLE == 1 and not body:find(graphql.expected, 1, true) then
    graphql.reject(status, body)
  elseif read then
    read(status, body)
  end
end

function done(summary, latency, requests)
  local errors, sample = summary.errors, ""
  local wrong = errors.connect + errors.read + errors.write + errors.timeout
  for _, thread in ipairs(threads) do
    wrong = wrong + thread:get("invalid")
    if sample == "" then sample = thread:get("example") end
  end
  print(string.format("RESULT requests=%d microseconds=%d p50=%d p99=%d wrong=%d", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), wrong))
  if wrong > 0 then print("EXAMPLE " .. sample) end
end
