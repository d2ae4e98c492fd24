# The aggregates that the readers are compared by: lines, bytes, statuses, hits and bytes a section, requests and 5xx a
# second, exact counts by URL and by host. Run by mawk over a Combined log; prints totals for comparison.
{
  status = $9
  bytes = $10 + 0
  section = substr($7, 2)
  end = match(section, /[\/?]/)
  if (end > 0) section = substr(section, 1, end - 1)

  total_bytes += bytes
  statuses[status]++
  section_hits[section]++
  section_bytes[section] += bytes
  second_hits[$4]++
  if (status >= 500) second_errors[$4]++
  urls[$7]++
  hosts[$1]++
}

END {
  for (status in statuses) if (status >= 500) server_errors += statuses[status]
  print "lines " NR
  printf "bytes %.0f\n", total_bytes
  print "serverErrors " server_errors
  print "sections " length(section_hits)
  print "seconds " length(second_hits)
  print "urls " length(urls)
  print "hosts " length(hosts)
}
