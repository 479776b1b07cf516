package io.reprise.runtime.oidc;

import com.nimbusds.jose.jwk.JWKSet;
import io.reprise.runtime.lifecycle.ServiceScheduler;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public keys of an issuer, kept and read again every 15 minutes. While the issuer does not
 * answer, the keys that were read before stay in use for up to a day, and the issuer is asked again
 * after a delay that grows from 1 s to 1 minute. A key that the issuer has withdrawn is therefore
 * in use for 15 minutes, or for a day if the issuer is away.
 *
 * <p>Thread-safe. The caller of {@link #start} closes the keys.
 */
public final class IssuerKeys implements AutoCloseable {
  static final Duration MOST_AGE = Duration.ofHours(24);

  /**
   * The least time between two reads for unknown keys. Whoever sends tokens with invented key ids
   * must not be able to make the service flood the issuer.
   */
  static final Duration LEAST_BETWEEN = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);
  private static final long EVERY_MILLIS = Duration.ofMinutes(15).toMillis();
  private static final long FIRST_RETRY_MILLIS = 1_000;
  private static final int MOST_DOUBLINGS = 6;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  /** The most requests that wait for keys at a time; each keeps a thread of the server. */
  private static final int MOST_WAITING = 16;

  private final URI issuer;
  private final Source source;
  private final LongSupplier nanoTime;
  private final ServiceScheduler thread = ServiceScheduler.ofOneThread("issuer-keys");
  private final ReentrantLock reading = new ReentrantLock();
  private final Semaphore waiting = new Semaphore(MOST_WAITING);
  private int failures;
  private @Nullable Long askedAtNanos;
  private volatile @Nullable Keys keys;
  private volatile @Nullable String fault;

  /** Reads keys from the issuer. */
  @FunctionalInterface
  interface Source {
    JWKSet read() throws IssuerException;
  }

  private record Keys(JWKSet set, long readAtNanos) {}

  IssuerKeys(URI issuer, Source source, LongSupplier nanoTime) {
    this.issuer = issuer;
    this.source = source;
    this.nanoTime = nanoTime;
  }

  /** Creates the keys of an issuer. Nothing is read before {@link #start}. */
  public static IssuerKeys of(URI issuer) {
    return new IssuerKeys(issuer, new IssuerClient(issuer)::keys, System::nanoTime);
  }

  /** Begins to read the keys, on a thread of its own, and returns at once. */
  public void start() {
    thread.execute(this::keepFresh);
  }

  private void keepFresh() {
    reading.lock();
    try {
      read();
    } finally {
      reading.unlock();
    }
    if (!thread.isShutdown()) {
      thread.schedule(this::keepFresh, delayMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private long delayMillis() {
    if (fault == null) {
      failures = 0;
      return EVERY_MILLIS;
    }
    long most = Math.min(60_000, FIRST_RETRY_MILLIS << Math.min(failures++, MOST_DOUBLINGS));
    // Services that lost the same issuer at the same time must not all ask it at the same time.
    return ThreadLocalRandom.current().nextLong(most / 2, most + 1);
  }

  /** Reads the keys once. The calling thread has the lock. */
  private void read() {
    var before = fault;
    askedAtNanos = nanoTime.getAsLong();
    try {
      keys = new Keys(source.read(), nanoTime.getAsLong());
      fault = null;
      if (before != null) {
        LOG.info("keys of the issuer were read after failures issuer={}", issuer);
      }
    } catch (IssuerException e) {
      failed(String.valueOf(e.getMessage()), before, null);
    } catch (RuntimeException e) {
      // Thrown out of here, it would end the renewal, and with it the process.
      failed("reading them failed unexpectedly with " + e.getClass().getSimpleName(), before, e);
    }
  }

  /** Notes a failure, and logs it unless the read before failed in the same way. */
  private void failed(String cause, @Nullable String before, @Nullable RuntimeException thrown) {
    fault = cause;
    if (!cause.equals(before) && !thread.isShutdown()) {
      LOG.warn(
          "keys of the issuer cannot be read, those that were read before stay in use for up to"
              + " a day issuer={} cause={}",
          issuer,
          cause,
          thrown);
    }
  }

  /** Returns the keys; empty if none were read within a day. */
  Optional<JWKSet> current() {
    var now = keys;
    return now == null || nanoTime.getAsLong() - now.readAtNanos() > MOST_AGE.toNanos()
        ? Optional.empty()
        : Optional.of(now.set());
  }

  /**
   * Reads the keys again because a token names a key that is not among them: the issuer may have a
   * new key. Does nothing if the issuer was asked less than 10 s ago, or if many callers already
   * wait. Waits at most 5 s for another caller that reads, and as long as one read takes.
   */
  void readAgain() {
    if (!waiting.tryAcquire()) {
      return;
    }
    try {
      if (reading.tryLock(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          readUnlessJustAsked();
        } finally {
          reading.unlock();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      waiting.release();
    }
  }

  private void readUnlessJustAsked() {
    var asked = askedAtNanos;
    if (asked == null || nanoTime.getAsLong() - asked >= LEAST_BETWEEN.toNanos()) {
      read();
    }
  }

  /**
   * Returns why no token can be checked now, as a sentence for operators; empty if tokens can be
   * checked. An issuer that is away is no reason while its keys are kept.
   */
  public Optional<String> fault() {
    if (current().isPresent()) {
      return Optional.empty();
    }
    var cause = fault;
    return Optional.of(
        "the keys of issuer %s were not read%s"
            .formatted(issuer, cause == null ? " yet" : ": " + cause));
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
