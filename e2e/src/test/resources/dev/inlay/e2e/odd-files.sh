# odd-files.sh FOLDER: files of every kind that an image can hold. Run as root.
set -eu
cd "$1"
mkdir -p dir/empty "dir/with space" sticky
printf 'content\n' >dir/file
ln dir/file dir/hard
ln -s file dir/soft
ln -s /nowhere dangling
printf x >'dir/with space/ünïcode'
printf x >"dir/$(printf '%0200d' 7)"
chmod 4755 dir/hard
chmod 1777 sticky
chmod 0700 dir/empty
chown 1234:4321 "dir/with space"
mkfifo dir/fifo
mknod dir/device c 1 3
truncate -s 65536 dir/sparse
touch -d '2001-02-03 04:05:06' dir/file
