package io.reprise.trials.chaos.target;

import io.reprise.kafka.time.Deadline;
import io.reprise.kafka.time.Interruption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Ends a session of a database now and then, on a thread of its own, until it is closed. */
final class SessionKiller implements AutoCloseable {
  private static final Duration LEAST = Duration.ofMillis(500);
  private static final long SPREAD_MILLIS = 3_000;
  private static final Duration STEP = Duration.ofMillis(50);

  private static final String KILL =
      """
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()
      ORDER BY (state = 'idle in transaction') DESC, md5(pid::text || ?) LIMIT 1
      """;

  private final String url;
  private final SplittableRandom random;
  private final Thread thread;
  private volatile boolean closed;
  private final AtomicInteger killed = new AtomicInteger();

  private SessionKiller(String url, long seed) {
    this.url = url;
    this.random = new SplittableRandom(seed);
    this.thread = new Thread(this::run, "session-killer");
  }

  /** Returns a killer that ends no session. */
  static SessionKiller idle(String url) {
    var idle = new SessionKiller(url, 0);
    idle.closed = true;
    return idle;
  }

  static SessionKiller start(String url, long seed) {
    var killer = new SessionKiller(url, seed);
    killer.thread.setDaemon(true);
    killer.thread.start();
    return killer;
  }

  /** Returns how many sessions were ended so far. */
  int killed() {
    return killed.get();
  }

  private void run() {
    while (!closed) {
      pause(LEAST.plusMillis(random.nextLong(SPREAD_MILLIS)));
      if (!closed) {
        killOne();
      }
    }
  }

  private void pause(Duration time) {
    var end = Deadline.after(time);
    while (!closed && !end.isPassed()) {
      Interruption.sleep(STEP);
    }
  }

  private void killOne() {
    try (var connection = TableTarget.connect(url);
        var query = connection.prepareStatement(KILL)) {
      query.setString(1, Long.toString(random.nextLong()));
      try (var rows = query.executeQuery()) {
        if (rows.next() && rows.getBoolean(1)) {
          killed.incrementAndGet();
        }
      }
    } catch (SQLException e) {
      // The server has no session left for this one. The next attempt comes soon.
    }
  }

  @Override
  public void close() {
    closed = true;
    Interruption.run(thread::join);
  }
}
