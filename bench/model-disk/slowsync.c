/*
 * The model disk: a preload that makes every fsync and fdatasync of a process longer by MODEL_DISK_DELAY_US, because
 * the flush of a virtual disk costs next to nothing and that of a shop's disk some milliseconds. It also counts the
 * calls, those of the main thread apart from those of all others, in the 16 bytes of the file MODEL_DISK_COUNTS.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

struct counts {
  _Atomic uint64_t main_thread;
  _Atomic uint64_t other_threads;
};

static struct counts unwatched;
static struct counts *counts = &unwatched;
static struct timespec delay;
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);

__attribute__((constructor)) static void set_up(void) {
  real_fsync = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
  real_fdatasync = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
  const char *microseconds = getenv("MODEL_DISK_DELAY_US");
  const long wanted = microseconds ? atol(microseconds) : 0;
  delay.tv_sec = wanted / 1000000;
  delay.tv_nsec = (wanted % 1000000) * 1000;
  const char *path = getenv("MODEL_DISK_COUNTS");
  if (!path) return;
  const int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return;
  if (ftruncate(file, sizeof(struct counts)) == 0) {
    void *shared = mmap(NULL, sizeof(struct counts), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (shared != MAP_FAILED) counts = shared;
  }
  close(file);
}

static void flush_slowly(void) {
  const int saved = errno;
  const int in_main_thread = syscall(SYS_gettid) == getpid();
  atomic_fetch_add(in_main_thread ? &counts->main_thread : &counts->other_threads, 1);
  struct timespec left = delay;
  while ((left.tv_sec || left.tv_nsec) && nanosleep(&left, &left) != 0 && errno == EINTR) {
  }
  errno = saved;
}

int fsync(int file) {
  const int answer = real_fsync(file);
  flush_slowly();
  return answer;
}

int fdatasync(int file) {
  const int answer = real_fdatasync(file);
  flush_slowly();
  return answer;
}
