# Who connected to whom between FROM and TO, both in milliseconds and both included, in plain awk; without them in the SECONDS
# up to the newest line, or up to TO. X and Y are hosts, with commas between. With STEP also how many there were in each interval of
# so many seconds. Lines are read twice: name the log twice.
function milliseconds(time) {
  return int((time < 100000000000 ? time * 1000 : time) + 0.0001)
}

BEGIN {
  split(X, list, ",")
  for (n in list) isX[list[n]] = 1
  split("", list)
  split(Y, list, ",")
  for (n in list) isY[list[n]] = 1
}

NR == FNR {
  if (milliseconds($1) > newest) newest = milliseconds($1)
  next
}

FNR == 1 {
  if (TO == "") TO = newest
  if (SECONDS != "") FROM = TO - SECONDS * 1000
}

milliseconds($1) < FROM || milliseconds($1) > TO { next }

{
  all++
  # A text, since mawk would round a key that is so large a number.
  if (STEP != "") inStep[sprintf("%.0f", milliseconds($1) - milliseconds($1) % (STEP * 1000))]++
  received[$3]++
  generated[$2]++
  if (($3 in isY) && !(($2, $3) in seenY)) { seenY[$2, $3] = 1; print "connectedTo\t" $3 "\t" $2 }
  if (($2 in isX) && !(($2, $3) in seenX)) { seenX[$2, $3] = 1; print "receivedFrom\t" $2 "\t" $3 }
}

# Of several with as many the first by name.
function most(name, counted,    host, best) {
  for (host in counted) if (best == "" || counted[host] > counted[best] || (counted[host] == counted[best] && (host "") < (best ""))) best = host
  if (best != "") print name "\t" best "\t" counted[best]
}

END {
  most("mostReceived", received)
  most("mostGenerated", generated)
  for (host in isY) print "to\t" host "\t" received[host] + 0
  for (host in isX) print "from\t" host "\t" generated[host] + 0
  for (at in inStep) printf "timeline\t%.0f\t%.0f\n", at, inStep[at]
  printf "window\t%.0f\t%.0f\n", FROM, TO
  print "accepted\t" all + 0
}
