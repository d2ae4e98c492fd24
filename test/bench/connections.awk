# Who connected to TO, and who received connections from FROM, from second SINCE to second UNTIL, both included.
$1 >= SINCE && $1 <= UNTIL {
  received[$3]++
  generated[$2]++
  if ($3 == TO) to[$2]++
  if ($2 == FROM) from[$3]++
}

END {
  for (host in received) if (received[host] > most) most = received[host]
  print "to " length(to) ", from " length(from) ", most " most
}
