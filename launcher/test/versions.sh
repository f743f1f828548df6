# Debian's versions carry more than numbers.

at_least 1.96.0+dfsg1-1~deb12u2 1.85 && answer=yes || answer=no
expect "takes a newer toolchain" yes "$answer"
at_least 1.63.0+dfsg1-2 1.85 && answer=yes || answer=no
expect "refuses an older toolchain" no "$answer"
at_least 1.85 1.85 && answer=yes || answer=no
expect "takes the version it asks for" yes "$answer"
