# Hits, bytes and errors by section, and hits and bytes by status. Run by mawk over a Combined log; prints what DuckDB's script does.
{
  status = $9
  bytes = $10 + 0
  section = substr($7, 2)
  end = match(section, /[\/?]/)
  if (end > 0) section = substr(section, 1, end - 1)
  status_hits[status]++
  status_bytes[status] += bytes
  section_hits[section]++
  section_bytes[section] += bytes
  if (status >= 400) { section_errors[section]++; errors++ }
}

END { print "lines " NR ", errors " errors ", sections " length(section_hits) ", statuses " length(status_hits) }
