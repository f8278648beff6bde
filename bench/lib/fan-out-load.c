/* The load of fan-out-load.js in C, so that the generator is never what is measured. Linux only.
 *   fan-out-load PORT MEMBERS RATE SECONDS WARM_SECONDS SERVER_PID HELLO_HEX|- MESSAGE_HEX
 * Prints one line of JSON. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { STAMP = 32, CHUNK = 65536, STILL_MS = 10000, RETRY_MS = 100 };

typedef struct { int fd; unsigned char *bytes; size_t length, capacity; uint64_t received; int joined, early; int32_t *numbers; } Member;

static Member *members;
static int count, relay, measuring, timer;
static unsigned char *message, *hello;
static size_t messageLength, helloLength;
static uint32_t *latencies;
static size_t latencyCount, latencyCapacity = 1 << 20;
static uint64_t received, disorder, closedCount, refused;

static void fail(const char *what) { perror(what); exit(2); }

static uint64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000ull + t.tv_nsec;
}

static double serverSeconds(int pid) {
  char path[64], text[2048];
  snprintf(path, sizeof path, "/proc/%d/stat", pid);
  FILE *file = fopen(path, "r");
  if (!file) return 0;
  size_t n = fread(text, 1, sizeof text - 1, file);
  fclose(file);
  text[n] = 0;
  unsigned long user = 0, system = 0;
  char *after = strrchr(text, ')');
  if (after) sscanf(after + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system);
  return (user + system) / (double)sysconf(_SC_CLK_TCK);
}

static double ownSeconds(void) {
  struct rusage use;
  getrusage(RUSAGE_SELF, &use);
  return use.ru_utime.tv_sec + use.ru_stime.tv_sec + (use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e6;
}

static unsigned char *fromHex(const char *hex, size_t *length) {
  *length = strlen(hex) / 2;
  unsigned char *bytes = malloc(*length + 1);
  for (size_t i = 0; i < *length; i++) sscanf(hex + 2 * i, "%2hhx", bytes + i);
  return bytes;
}

static uint64_t hexNumber(const unsigned char *at, int digits) {
  uint64_t value = 0;
  for (int i = 0; i < digits; i++) value = value << 4 | (at[i] <= '9' ? at[i] - '0' : at[i] - 'a' + 10);
  return value;
}

/* One whole frame, masked with zeros. */
static void sendFrame(int fd, int first, const unsigned char *payload, size_t length) {
  unsigned char frame[8192] = {first, length < 126 ? 0x80 | length : 0xfe};
  size_t header = length < 126 ? 6 : 8;
  if (length >= 126) { frame[2] = length >> 8; frame[3] = length; }
  memcpy(frame + header, payload, length);
  for (size_t at = 0; at < header + length;) {
    ssize_t n = write(fd, frame + at, header + length - at);
    if (n > 0) at += n;
    else if (errno == EAGAIN) usleep(50);
    else return;
  }
}

static void takeMessage(Member *member, const unsigned char *payload) {
  const unsigned char *stamp = payload + messageLength - STAMP;
  int32_t number = hexNumber(stamp + 16, 8);
  uint32_t sender = hexNumber(stamp + 24, 8);
  if (sender < (uint32_t)count) {
    if (member->numbers[sender] >= 0 && number != member->numbers[sender] + 1) disorder++;
    member->numbers[sender] = number;
  }
  member->received++;
  received++;
  if (!measuring) return;
  if (latencyCount == latencyCapacity) latencies = realloc(latencies, (latencyCapacity *= 2) * sizeof *latencies);
  latencies[latencyCount++] = (now() - hexNumber(stamp, 16)) / 1000;
}

static void takeFrame(Member *member, int opcode, const unsigned char *payload, size_t length) {
  if (opcode == 9) sendFrame(member->fd, 0x8a, payload, length);
  else if (opcode == 8) closedCount++;
  else if (length == messageLength && (!relay || payload[1] == 4)) takeMessage(member, payload);
  else if (relay && length > 2 && payload[1] == 66) member->joined = 1;
  else if (relay && length > 2 && payload[1] == 74 && !member->joined && !member->early) member->early = 1;
  else if (relay && length > 2 && payload[1] == 74) refused++;
}

static void drain(Member *member) {
  for (;;) {
    if (member->capacity - member->length < CHUNK) member->bytes = realloc(member->bytes, member->capacity += 2 * CHUNK);
    ssize_t n = read(member->fd, member->bytes + member->length, member->capacity - member->length);
    if (n <= 0) {
      if (n == 0) { closedCount++; close(member->fd); }
      return;
    }
    member->length += n;
    size_t at = 0;
    while (member->length - at >= 2) {
      unsigned char *frame = member->bytes + at;
      size_t length = frame[1] & 127, header = length < 126 ? 2 : length == 126 ? 4 : 10;
      if (member->length - at < header) break;
      if (length == 126) length = frame[2] << 8 | frame[3];
      else if (length == 127) { length = 0; for (int i = 2; i < 10; i++) length = length << 8 | frame[i]; }
      if (member->length - at < header + length) break;
      takeFrame(member, frame[0] & 15, frame + header, length);
      at += header + length;
    }
    memmove(member->bytes, member->bytes + at, member->length - at);
    member->length -= at;
    if (n < CHUNK / 2) return;
  }
}

static void wait_(int epoll, int ms) {
  struct epoll_event events[512];
  int n = epoll_wait(epoll, events, 512, ms);
  uint64_t expired;
  for (int i = 0; i < n; i++) {
    if (events[i].data.ptr) drain(events[i].data.ptr);
    else if (read(timer, &expired, sizeof expired) < 0) continue;
  }
}

/* A wait in milliseconds would be late, and a loop without one would keep a core busy that is measured. */
static void wakeAt(uint64_t ns) {
  struct itimerspec when = {.it_value = {.tv_sec = ns / 1000000000, .tv_nsec = ns % 1000000000}};
  timerfd_settime(timer, TFD_TIMER_ABSTIME, &when, NULL);
}

static void join(Member *member, int epoll, int port) {
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int yes = 1;
  member->fd = socket(AF_INET, SOCK_STREAM, 0);
  if (connect(member->fd, (struct sockaddr *)&to, sizeof to)) fail("connect");
  setsockopt(member->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  const char *upgrade = "GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
  if (write(member->fd, upgrade, strlen(upgrade)) < 0) fail("upgrade");
  char answer[4096];
  size_t n = 0;
  while (n < 4 || memcmp(answer + n - 4, "\r\n\r\n", 4)) {
    if (n == sizeof answer || read(member->fd, answer + n, 1) != 1) fail("no answer to the upgrade");
    n++;
  }
  if (memcmp(answer + 9, "101", 3)) fail("no upgrade");
  member->numbers = malloc(count * sizeof *member->numbers);
  memset(member->numbers, -1, count * sizeof *member->numbers);
  fcntl(member->fd, F_SETFL, O_NONBLOCK);
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = member};
  epoll_ctl(epoll, EPOLL_CTL_ADD, member->fd, &event);
  if (relay) sendFrame(member->fd, 0x82, hello, helloLength);
  while (relay && !member->joined && !closedCount) {
    wait_(epoll, 10);
    if (!member->early) continue;
    /* Too many came at once: again, after a pause. */
    usleep(RETRY_MS * 1000);
    member->early = 0;
    sendFrame(member->fd, 0x82, hello, helloLength);
  }
}

/* In turn, at a fixed rate. Each message carries the time at which it should have left. */
static uint64_t sendAll(int epoll, double rate, double seconds, uint64_t first) {
  uint64_t total = rate * seconds, start = now(), sent = 0;
  while (sent < total) {
    while (sent < total && start + (uint64_t)(sent / rate * 1e9) <= now()) {
      uint64_t n = first + sent;
      char stamp[STAMP + 1];
      unsigned long long due = start + (uint64_t)(sent / rate * 1e9);
      snprintf(stamp, sizeof stamp, "%016llx%08x%08x", due, (uint32_t)(n / count), (uint32_t)(n % count));
      memcpy(message + messageLength - STAMP, stamp, STAMP);
      sendFrame(members[n % count].fd, 0x82, message, messageLength);
      sent++;
    }
    if (sent < total) wakeAt(start + (uint64_t)(sent / rate * 1e9));
    wait_(epoll, 100);
  }
  return sent;
}

static int ascending(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return (x > y) - (x < y);
}

int main(int argc, char **argv) {
  if (argc != 9) return 64;
  int port = atoi(argv[1]), server = atoi(argv[6]);
  double rate = atof(argv[3]), seconds = atof(argv[4]), warm = atof(argv[5]);
  count = atoi(argv[2]);
  relay = strcmp(argv[7], "-") != 0;
  hello = fromHex(argv[7], &helloLength);
  message = fromHex(argv[8], &messageLength);
  members = calloc(count, sizeof *members);
  latencies = malloc(latencyCapacity * sizeof *latencies);
  int epoll = epoll_create1(0);
  timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
  struct epoll_event tick = {.events = EPOLLIN, .data.ptr = NULL};
  epoll_ctl(epoll, EPOLL_CTL_ADD, timer, &tick);
  for (int i = 0; i < count; i++) join(&members[i], epoll, port);
  uint64_t sent = sendAll(epoll, rate, warm, 0);
  measuring = 1;
  uint64_t t0 = now(), got0 = received;
  double server0 = serverSeconds(server), own0 = ownSeconds();
  sent += sendAll(epoll, rate, seconds, sent);
  double passed = (now() - t0) / 1e9, serverUsed = serverSeconds(server) - server0, own = ownSeconds() - own0;
  uint64_t deliveries = received - got0, last = 0, at = now();
  while (received < sent * count && now() - at < STILL_MS * 1000000ull) {
    wait_(epoll, 5);
    if (received != last) { last = received; at = now(); }
  }
  qsort(latencies, latencyCount, sizeof *latencies, ascending);
  printf("{\"sent\":%llu,\"lost\":%lld,\"seconds\":%.3f,\"deliveries\":%llu,\"serverSeconds\":%.3f,\"ownShare\":%.3f,\"p50us\":%u,\"p99us\":%u,"
         "\"disorder\":%llu,\"refused\":%llu,\"closed\":%llu}\n",
         (unsigned long long)sent, (long long)(sent * count - received), passed, (unsigned long long)deliveries, serverUsed, own / passed,
         latencyCount ? latencies[latencyCount / 2] : 0, latencyCount ? latencies[latencyCount * 99 / 100] : 0,
         (unsigned long long)disorder, (unsigned long long)refused, (unsigned long long)closedCount);
  return 0;
}
