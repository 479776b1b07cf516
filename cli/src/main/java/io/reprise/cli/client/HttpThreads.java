package io.reprise.cli.client;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Ends the threads of HTTP clients when the process is about to exit. At its exit the JVM waits up
 * to 300 ms for threads that run native code. Each HTTP client has one such thread, which waits for
 * network events until the client is garbage-collected.
 */
public final class HttpThreads {
  private static final Duration LIMIT = Duration.ofMillis(100);

  private HttpThreads() {}

  /**
   * Interrupts the threads, which makes them end, and waits for their end for at most 100 ms each.
   * No HTTP client of this process can be used afterwards.
   */
  public static void end() {
    var threads = running().toList();
    threads.forEach(Thread::interrupt);
    threads.forEach(HttpThreads::join);
  }

  /**
   * Returns the threads of HTTP clients that wait for network events. Their names are those that
   * the JDK gives. If a JDK gave other names, the exit would take longer, and nothing else.
   */
  static Stream<Thread> running() {
    var threads = new Thread[Thread.activeCount() + 16];
    Thread.enumerate(threads);
    return Arrays.stream(threads)
        .filter(Objects::nonNull)
        .filter(thread -> thread.getName().matches("HttpClient-\\d+-SelectorManager"));
  }

  private static void join(Thread thread) {
    try {
      TimeUnit.MILLISECONDS.timedJoin(thread, LIMIT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
