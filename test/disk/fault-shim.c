// Stands between a process and its disk, for files whose path contains DISK_FAULT_PATH. What to do is read from the
// first bytes of the file DISK_FAULT_ORDERS at every call, so that a test can change its mind while the process runs:
//   "fsync"      fsync and fdatasync fail with EIO, the data stays in the page cache
//   "xx"         so many of them as there are x fail, each taking one away
//   "write"      writes fail with EIO
//   "slow NNN"   fsync and fdatasync take NNN microseconds more
// Each fsync is counted in the file DISK_FAULT_COUNT, one byte a call.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

static int concerns(int fd) {
  const char *part = getenv("DISK_FAULT_PATH");
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (part == NULL || length < 0) return 0;
  path[length] = 0;
  return strstr(path, part) != NULL;
}

static void orders(char *text, size_t size) {
  const char *name = getenv("DISK_FAULT_ORDERS");
  ssize_t length = 0;
  int saved = errno;
  int fd = name == NULL ? -1 : open(name, O_RDONLY | O_CLOEXEC);
  if (fd >= 0) {
    length = read(fd, text, size - 1);
    close(fd);
  }
  text[length > 0 ? length : 0] = 0;
  errno = saved;
}

static void count(void) {
  const char *name = getenv("DISK_FAULT_COUNT");
  int fd = name == NULL ? -1 : open(name, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return;
  (void)!syscall(SYS_write, fd, "s", 1);
  close(fd);
}

static int synced(int fd, const char *name) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
  if (!concerns(fd)) return real(fd);
  char text[32];
  orders(text, sizeof text);
  count();
  if (strncmp(text, "slow ", 5) == 0) usleep((useconds_t)atol(text + 5));
  if (text[0] == 'x') (void)!truncate(getenv("DISK_FAULT_ORDERS"), (off_t)strlen(text) - 1);
  else if (strncmp(text, "fsync", 5) != 0) return real(fd);
  errno = EIO;
  return -1;
}

int fsync(int fd) { return synced(fd, "fsync"); }
int fdatasync(int fd) { return synced(fd, "fdatasync"); }

static int fails(int fd) {
  if (!concerns(fd)) return 0;
  char text[32];
  orders(text, sizeof text);
  return strncmp(text, "write", 5) == 0;
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t at) {
  ssize_t (*real)(int, const void *, size_t, off64_t) =
      (ssize_t(*)(int, const void *, size_t, off64_t))dlsym(RTLD_NEXT, "pwrite64");
  if (!fails(fd)) return real(fd, bytes, size, at);
  errno = EIO;
  return -1;
}

ssize_t write(int fd, const void *bytes, size_t size) {
  if (!fails(fd)) return syscall(SYS_write, fd, bytes, size);
  errno = EIO;
  return -1;
}
