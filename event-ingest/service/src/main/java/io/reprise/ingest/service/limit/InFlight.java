package io.reprise.ingest.service.limit;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the memory of requests that are being handled. A request is admitted only while the bodies
 * of all requests and all unacknowledged records together take at most {@code limits.inFlight}. The
 * records that are made from admitted bodies are never refused. The total may thus exceed the
 * limit, but stays below twice the limit. Thread-safe.
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

  /**
   * An admitted request. Until the lease is closed, the request and the bytes of its body count
   * against the limits. The caller closes the lease once the request is answered.
   */
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

  /** Admits a request and returns its lease; empty if the request would exceed a limit. */
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

  /**
   * Counts a record's bytes until {@link #release}. The record has a count of its own because the
   * request's lease ends with the answer, and the record may still wait for Kafka then.
   */
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
