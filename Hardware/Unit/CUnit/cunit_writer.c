#define _GNU_SOURCE
#include "cunit.h"
#include "cunit_files.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

/* An order as it lies in the ring; its payload follows, up to the next multiple of 8. */
struct order {
  uint32_t kind;
  uint32_t slot;
  uint32_t count;
  uint16_t record;
  uint16_t how;
};

struct slot {
  int descriptor; /* -1 when there is none, or after it failed. */
  bool is_lines, is_first, is_dirty, is_adopted;
  uint16_t record;
  size_t gathered;
  uint64_t length;
  uint8_t *buffer;
};

struct cunit_writer {
  uint8_t *ring;
  size_t capacity;
  uint32_t interval_ms;
  int wakeup;
  pthread_t thread;
  struct slot slots[CUNIT_SLOTS];
  uint8_t *payload;
  int64_t next_sync;
  _Atomic uint64_t head, tail; /* Bytes ever taken out, bytes ever put in. */
  atomic_bool is_asleep, is_ending;
  atomic_int error;
  atomic_uint failed_slot, failed_slots;
  _Atomic uint64_t lost_bytes;
  _Atomic int64_t busy_since;
};

enum {
  PAYLOAD_MAX = 1 << 20,
  SLEEP_MS = 100,
  GIVE_UP_MS = 1000, /* While the writer ends: a descriptor that takes nothing for so long has failed. */
};

static int64_t now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

static size_t padded(size_t count) { return (count + 7) & ~(size_t)7; }

/* Copies into the ring at a place that goes on for ever. */
static void ring_write(struct cunit_writer *w, uint64_t at, const void *bytes, size_t count) {
  size_t place = at & (w->capacity - 1), first = w->capacity - place;
  if (first > count) first = count;
  memcpy(w->ring + place, bytes, first);
  memcpy(w->ring, (const uint8_t *)bytes + first, count - first);
}

static void ring_read(struct cunit_writer *w, uint64_t at, void *bytes, size_t count) {
  size_t place = at & (w->capacity - 1), first = w->capacity - place;
  if (first > count) first = count;
  memcpy(bytes, w->ring + place, first);
  memcpy((uint8_t *)bytes + first, w->ring, count - first);
}

/* A file failed: it is cut to whole samples, closed, and never touched again. */
static void fail(struct cunit_writer *w, uint32_t number, int error) {
  struct slot *slot = &w->slots[number];
  if (slot->descriptor >= 0 && !slot->is_adopted) {
    uint64_t whole = slot->record > 1 ? slot->length - slot->length % slot->record : slot->length;
    int cut = 0;
    if (whole != slot->length) {
      do cut = ftruncate(slot->descriptor, (off_t)whole);
      while (cut != 0 && errno == EINTR);
    }
    /* What failed first is what is told; a file that cannot even be cut ends within a sample. */
    (void)cut;
    close(slot->descriptor);
  }
  slot->descriptor = -1;
  atomic_fetch_add(&w->lost_bytes, slot->gathered);
  slot->gathered = 0;
  slot->is_dirty = false;
  int none = 0;
  if (atomic_load(&w->error) == 0) atomic_store(&w->failed_slot, number);
  atomic_fetch_or(&w->failed_slots, 1u << number);
  atomic_compare_exchange_strong(&w->error, &none, -error);
}

/* Runs what may wait for a disk, and lets others see for how long. */
static void begin(struct cunit_writer *w) { atomic_store(&w->busy_since, now_ms()); }
static void end(struct cunit_writer *w) { atomic_store(&w->busy_since, 0); }

static void sync_slot(struct cunit_writer *w, uint32_t number) {
  struct slot *slot = &w->slots[number];
  if (!slot->is_dirty || slot->descriptor < 0 || slot->is_adopted) return;
  int outcome, error;
  begin(w);
  do {
    outcome = fdatasync(slot->descriptor);
    error = errno;
  } while (outcome != 0 && error == EINTR);
  end(w);
  if (outcome != 0) fail(w, number, error);
  slot->is_dirty = false;
}

/* Waits until a descriptor takes bytes again: whether it is to be tried once more. Somebody may read slowly
 * for as long as the search goes on; `since` is when this wait was first seen while the writer ends. */
static bool wait_for_room(struct cunit_writer *w, int descriptor, int64_t *since) {
  if (atomic_load(&w->is_ending)) {
    if (*since < 0) *since = now_ms();
    if (now_ms() - *since >= GIVE_UP_MS) return false;
  }
  struct pollfd entry = {.fd = descriptor, .events = POLLOUT};
  poll(&entry, 1, SLEEP_MS);
  return true;
}

/* Writes all that a file has gathered. Behind it the buffer is empty: the bytes were taken, or the file has
 * failed and they are counted as lost. */
static void write_slot(struct cunit_writer *w, uint32_t number) {
  struct slot *slot = &w->slots[number];
  size_t done = 0;
  int64_t since = -1;
  while (slot->descriptor >= 0 && done < slot->gathered) {
    begin(w);
    ssize_t count = write(slot->descriptor, slot->buffer + done, slot->gathered - done);
    int error = count == 0 ? EIO : errno;
    end(w);
    if (count > 0) {
      done += (size_t)count;
      slot->length += (uint64_t)count;
      slot->is_dirty = true;
      since = -1;
      continue;
    }
    if (count < 0 && error == EINTR) continue;
    if (count < 0 && error == EAGAIN) {
      if (wait_for_room(w, slot->descriptor, &since)) continue;
      error = ETIMEDOUT;
    }
    slot->gathered -= done;
    return fail(w, number, error);
  }
  slot->gathered = 0;
}

/* Writes what a file has gathered; files that come first are written and synchronised before. */
static void flush_slot(struct cunit_writer *w, uint32_t number) {
  if (w->slots[number].gathered == 0) return;
  if (!w->slots[number].is_first && !w->slots[number].is_adopted) {
    for (uint32_t each = 0; each < CUNIT_SLOTS; each++) {
      if (!w->slots[each].is_first) continue;
      write_slot(w, each);
      sync_slot(w, each);
    }
  }
  write_slot(w, number);
}

static void sync_all(struct cunit_writer *w) {
  for (uint32_t each = 0; each < CUNIT_SLOTS; each++) {
    if (w->slots[each].gathered > 0) flush_slot(w, each);
  }
  for (uint32_t each = 0; each < CUNIT_SLOTS; each++) sync_slot(w, each);
}

static void make_slot(struct cunit_writer *w, const struct order *order) {
  struct slot *slot = &w->slots[order->slot];
  slot->is_lines = order->how & CUNIT_LINES;
  slot->is_first = order->how & CUNIT_FIRST;
  slot->record = order->record;
  slot->length = 0;
  slot->gathered = 0;
  slot->is_dirty = false;
  slot->is_adopted = order->kind == CUNIT_ADOPT;
  if (slot->buffer == NULL) slot->buffer = malloc(CUNIT_BUFFER_BYTES);
  if (slot->buffer == NULL) return fail(w, order->slot, ENOMEM);
  if (order->kind == CUNIT_ADOPT) {
    int32_t descriptor;
    if (order->count != sizeof descriptor) return fail(w, order->slot, EINVAL);
    memcpy(&descriptor, w->payload, sizeof descriptor);
    slot->descriptor = descriptor;
    return;
  }
  w->payload[order->count] = 0;
  const char *path = (const char *)w->payload;
  if (order->count >= CUNIT_PATH_BYTES) return fail(w, order->slot, ENAMETOOLONG);
  begin(w);
  slot->descriptor = cunit_open_file(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND);
  int error = slot->descriptor < 0 ? errno : cunit_sync_folder(path);
  end(w);
  if (error != 0) fail(w, order->slot, error);
}

static void append(struct cunit_writer *w, const struct order *order) {
  struct slot *slot = &w->slots[order->slot];
  if (slot->descriptor >= 0 && slot->gathered + order->count > CUNIT_BUFFER_BYTES) {
    flush_slot(w, order->slot);
  }
  if (slot->descriptor < 0) {
    atomic_fetch_add(&w->lost_bytes, order->count);
    return;
  }
  memcpy(slot->buffer + slot->gathered, w->payload, order->count);
  slot->gathered += order->count;
}

static void replace(struct cunit_writer *w, const struct order *order) {
  size_t length = strnlen((const char *)w->payload, order->count);
  if (length >= order->count || length >= CUNIT_PATH_BYTES) return fail(w, order->slot, EINVAL);
  /* What a description says of samples is true only once they are there. */
  sync_all(w);
  begin(w);
  int error = cunit_replace_file(
    (const char *)w->payload, w->payload + length + 1, order->count - length - 1);
  end(w);
  if (error != 0) fail(w, order->slot, error);
}

/* Carries out every order that is there. */
static void drain(struct cunit_writer *w) {
  uint64_t head = atomic_load_explicit(&w->head, memory_order_relaxed);
  while (head != atomic_load_explicit(&w->tail, memory_order_acquire)) {
    struct order order;
    ring_read(w, head, &order, sizeof order);
    ring_read(w, head + sizeof order, w->payload, order.count);
    head += sizeof order + padded(order.count);
    atomic_store_explicit(&w->head, head, memory_order_release);
    switch (order.kind) {
      case CUNIT_MAKE:
      case CUNIT_ADOPT: make_slot(w, &order); break;
      case CUNIT_APPEND: append(w, &order); break;
      case CUNIT_REPLACE: replace(w, &order); break;
      default: break;
    }
  }
  for (uint32_t each = 0; each < CUNIT_SLOTS; each++) {
    if (w->slots[each].is_lines && w->slots[each].gathered > 0) flush_slot(w, each);
  }
}

static void *run(void *context) {
  struct cunit_writer *w = context;
  w->next_sync = now_ms() + w->interval_ms;
  while (true) {
    drain(w);
    if (now_ms() >= w->next_sync) {
      sync_all(w);
      w->next_sync = now_ms() + w->interval_ms;
    }
    if (atomic_load(&w->is_ending)) {
      drain(w);
      sync_all(w);
      return NULL;
    }
    atomic_store(&w->is_asleep, true);
    if (atomic_load(&w->head) == atomic_load(&w->tail)) {
      int64_t left = w->next_sync - now_ms();
      struct pollfd entry = {.fd = w->wakeup, .events = POLLIN};
      poll(&entry, 1, left < 0 ? 0 : left > SLEEP_MS ? SLEEP_MS : (int)left);
      uint64_t ignored;
      if (read(w->wakeup, &ignored, sizeof ignored) < 0) ignored = 0;
    }
    atomic_store(&w->is_asleep, false);
  }
}

static void wake(struct cunit_writer *w) {
  const uint64_t one = 1;
  if (write(w->wakeup, &one, sizeof one) < 0) return; /* It is awake already. */
}

struct cunit_writer *cunit_writer_start(size_t ring_bytes, uint32_t interval_ms) {
  struct cunit_writer *w = calloc(1, sizeof *w);
  if (w == NULL) return NULL;
  w->capacity = 4096;
  while (w->capacity < ring_bytes) w->capacity *= 2;
  w->interval_ms = interval_ms;
  for (int each = 0; each < CUNIT_SLOTS; each++) w->slots[each].descriptor = -1;
  w->ring = malloc(w->capacity);
  w->payload = malloc(PAYLOAD_MAX + 1);
  w->wakeup = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  bool is_ready = w->ring != NULL && w->payload != NULL && w->wakeup >= 0;
  if (is_ready) memset(w->ring, 0, w->capacity); /* Pages are there before the search begins. */
  if (is_ready && pthread_create(&w->thread, NULL, run, w) == 0) return w;
  if (w->wakeup >= 0) close(w->wakeup);
  free(w->payload);
  free(w->ring);
  free(w);
  return NULL;
}

size_t cunit_writer_room(struct cunit_writer *w) {
  uint64_t held = atomic_load_explicit(&w->tail, memory_order_relaxed)
    - atomic_load_explicit(&w->head, memory_order_acquire);
  return w->capacity - (size_t)held;
}

bool cunit_writer_put(
  struct cunit_writer *w, uint32_t kind, uint32_t slot, uint16_t record, uint16_t how,
  const uint8_t *bytes, size_t count) {
  if (slot >= CUNIT_SLOTS || count > PAYLOAD_MAX) return false;
  if (kind == CUNIT_APPEND && count > CUNIT_BUFFER_BYTES) return false;
  struct order order = {kind, slot, (uint32_t)count, record, how};
  size_t need = sizeof order + padded(count);
  if (need > cunit_writer_room(w)) return false;
  uint64_t tail = atomic_load_explicit(&w->tail, memory_order_relaxed);
  ring_write(w, tail, &order, sizeof order);
  if (count > 0) ring_write(w, tail + sizeof order, bytes, count);
  atomic_store_explicit(&w->tail, tail + need, memory_order_seq_cst);
  /* Samples can wait until the writer wakes by itself, unless they pile up. */
  bool is_urgent = kind != CUNIT_APPEND || how != 0 || cunit_writer_room(w) < w->capacity / 2;
  if (is_urgent && atomic_load(&w->is_asleep)) wake(w);
  return true;
}

void cunit_writer_look(struct cunit_writer *w, struct cunit_writer_state *state) {
  int64_t since = atomic_load(&w->busy_since);
  state->error = atomic_load(&w->error);
  state->slot = atomic_load(&w->failed_slot);
  state->failed_slots = atomic_load(&w->failed_slots);
  state->lost_bytes = atomic_load(&w->lost_bytes);
  state->waiting_bytes = w->capacity - cunit_writer_room(w);
  state->busy_milliseconds = since == 0 ? 0 : now_ms() - since;
}

bool cunit_writer_finish(
  struct cunit_writer *w, uint32_t milliseconds, struct cunit_writer_state *state) {
  atomic_store(&w->is_ending, true);
  wake(w);
  struct timespec limit;
  clock_gettime(CLOCK_REALTIME, &limit);
  limit.tv_sec += milliseconds / 1000;
  limit.tv_nsec += (long)(milliseconds % 1000) * 1000000;
  if (limit.tv_nsec >= 1000000000) {
    limit.tv_sec++;
    limit.tv_nsec -= 1000000000;
  }
  /* A thread that a dead disk holds keeps its memory: the program ends, and the system takes it all. */
  int joined = pthread_timedjoin_np(w->thread, NULL, &limit);
  cunit_writer_look(w, state);
  if (joined != 0) return false;
  for (int each = 0; each < CUNIT_SLOTS; each++) {
    if (w->slots[each].descriptor >= 0 && !w->slots[each].is_adopted) {
      close(w->slots[each].descriptor);
    }
    free(w->slots[each].buffer);
  }
  close(w->wakeup);
  free(w->payload);
  free(w->ring);
  free(w);
  return true;
}
