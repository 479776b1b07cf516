package io.reprise.ingest.service.limit;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what is under way, so that memory stays bounded: a request is let in only while bodies and
 * unacknowledged records together stay below the limit. The records of one request that was let in
 * may exceed it, so what is held in all is below twice the limit. Thread-safe.
 */
public final class InFlight {
  private final long limitBytes;
  private final long limitRequests;
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong requests = new AtomicLong();

  public InFlight(Limits limits) {
    this.limitBytes = limits.inFlight().bytes();
    this.limitRequests = limits.mostRequests();
  }

  /** A request's share; closed once it is answered. */
  public final class Lease implements AutoCloseable {
    private final long held;

    private Lease(long held) {
      this.held = held;
    }

    @Override
    public void close() {
      bytes.addAndGet(-held);
      requests.decrementAndGet();
    }
  }

  /** Lets a request in; empty when it would be too much. */
  public Optional<Lease> enter(long bodyBytes) {
    if (requests.incrementAndGet() > limitRequests) {
      requests.decrementAndGet();
      return Optional.empty();
    }
    if (bytes.addAndGet(bodyBytes) > limitBytes) {
      bytes.addAndGet(-bodyBytes);
      requests.decrementAndGet();
      return Optional.empty();
    }
    return Optional.of(new Lease(bodyBytes));
  }

  /** Counts a record in that its request's lease does not cover for as long as it lasts. */
  public void hold(long recordBytes) {
    bytes.addAndGet(recordBytes);
  }

  public void release(long recordBytes) {
    bytes.addAndGet(-recordBytes);
  }

  public long bytes() {
    return bytes.get();
  }

  public long requests() {
    return requests.get();
  }

  public long limitBytes() {
    return limitBytes;
  }
}
