# What a Combined log adds up to, in plain awk: rows "panel TAB key TAB hits TAB errors TAB bytes", and of other facts
# "name TAB value". The timeline has intervals of STEP seconds. Only records from second FROM to second TO, both included, with
# a status of LEAST or more count, where these are given; all times of the log must be UTC. Of a key the first 1024 bytes count.
BEGIN {
  split("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec", names, " ")
  for (n in names) month[names[n]] = n
}

# Days since 1970-01-01 by the calendar, year by year.
function days(y, m, d,    n, at) {
  if ((y, m, d) in known) return known[y, m, d]
  for (at = 1970; at < y; at++) n += leap(at) ? 366 : 365
  for (at = 1; at < m; at++) n += at == 2 ? 28 + leap(y) : at == 4 || at == 6 || at == 9 || at == 11 ? 30 : 31
  return known[y, m, d] = n + d - 1
}

function leap(y) { return y % 4 == 0 && (y % 100 != 0 || y % 400 == 0) }

# The quoted text that `rest` begins with, without its quotes; `rest` becomes what is behind it.
function quoted(    text) {
  match(rest, /"([^"\\]|\\.)*"/)
  text = substr(rest, RSTART + 1, RLENGTH - 2)
  rest = substr(rest, RSTART + RLENGTH)
  return text
}

function add(panel, key) {
  key = substr(key, 1, 1024)
  hits[panel, key]++
  errors[panel, key] += isError
  bytes[panel, key] += size
}

# A text as it was before the server put backslashes before quotes and backslashes; "-" where there is none.
function plain(text) {
  gsub(/\\"/, "\"", text)
  return text == "" ? "-" : text
}

{
  rest = $0
  match(rest, /\[[^\]]*\]/)
  stamp = substr(rest, RSTART + 1, RLENGTH - 2)
  rest = substr(rest, RSTART + RLENGTH)
  split(stamp, t, /[\/: ]/)
  second = days(t[3], month[t[2]] + 0, t[1] + 0) * 86400 + t[4] * 3600 + t[5] * 60 + t[6]

  request = quoted()
  split(rest, counts, " ")
  status = counts[1]
  size = counts[2] == "-" ? 0 : counts[2] + 0
  if ((FROM != "" && second < FROM) || (TO != "" && second > TO) || status < LEAST) next
  counted++
  isError = status >= 400 && status < 600
  referrer = quoted()

  method = "-"
  target = request
  if (match(request, /^[A-Za-z][A-Za-z0-9_-]* ./)) {
    method = substr(request, 1, index(request, " ") - 1)
    target = substr(request, length(method) + 2)
    sub(/ HTTP\/[^ ]*$/, "", target)
  }
  path = target
  sub(/\?.*/, "", path)
  section = "-"
  where = path
  isUrl = sub(/^[A-Za-z]+:\/\/[^\/]*/, "", where)
  if (method != "-" && (isUrl || where ~ /^\//)) {
    sub(/^\/+/, "", where)
    sub(/\/.*/, "", where)
    section = where == "" ? "/" : where
  }

  add("totals", "all")
  add("sections", section)
  add("paths", plain(path))
  add("status", status)
  add("classes", substr(status, 1, 1) "xx")
  add("methods", method)
  add("hosts", $1)
  add("referrers", plain(referrer))
  if (status == 404) add("notFound", plain(path))
  add("timeline", second - second % STEP)
  inSecond[second]++
  inMinute[second - second % 60]++
  if (first == "" || second < first) first = second
  if (second > last) last = second
}

# Of several with as many the first.
function peak(name, counted,    at, most, when) {
  for (at in counted) if (counted[at] > most || (counted[at] == most && at + 0 < when)) { most = counted[at]; when = at + 0 }
  printf "%s\t%.0f\t%.0f\n", name, when, most
}

END {
  for (key in hits) {
    split(key, part, SUBSEP)
    if (part[1] == "hosts") hosts++
    printf "%s\t%s\t%.0f\t%.0f\t%.0f\n", part[1], part[2], hits[key], errors[key], bytes[key]
  }
  peak("peakSecond", inSecond)
  peak("peakMinute", inMinute)
  printf "uniqueHosts\t%.0f\nmeanRate\t%.9f\n", hosts, counted / (last - first + 1)
}
