package io.reprise.runtime.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.sse.SseClient;
import io.javalin.http.sse.SseHandler;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Server-sent events. Each stream has a thread of its own, so that a client that does not read
 * blocks no other client. A stream without events sends a comment at intervals: the write fails
 * when the client has disconnected. {@link #close()} ends all streams.
 *
 * <p>Thread-safe.
 */
public final class EventStreams implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventStreams.class);
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);
  private static final int MOST_STREAMS = 256;

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Semaphore places = new Semaphore(MOST_STREAMS);

  /**
   * A GET handler that streams what a source says.
   *
   * @param interval how long to wait after each answer of the source before it is asked again
   * @param open called before anything is sent, so it may still throw {@link ProblemException}
   */
  public Handler polling(Duration interval, Function<Context, EventSource> open) {
    return ctx -> {
      requireEventStream(ctx);
      var source = open.apply(ctx);
      if (!places.tryAcquire()) {
        throw new ProblemException(
                Problem.of(503, MOST_STREAMS + " event streams are open: close some, or poll"))
            .withHeader("Retry-After", "5");
      }
      new SseHandler(client -> run(client, source, interval)).handle(ctx);
    };
  }

  private static void requireEventStream(Context ctx) {
    var accepted = ctx.header("Accept");
    if (accepted == null || !accepted.contains("text/event-stream")) {
      throw new ProblemException(
          Problem.of(406, ctx.path() + " is an event stream: ask with Accept: text/event-stream"));
    }
  }

  private void run(SseClient client, EventSource source, Duration interval) {
    try (client) {
      var pulse = new Pulse(client);
      while (!client.terminated() && step(pulse, source)) {
        if (closed.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.warn("event stream ended path={} cause={}", client.ctx().path(), e.toString());
    } finally {
      places.release();
    }
  }

  private static boolean step(Pulse pulse, EventSource source) {
    var step = source.next();
    if (step instanceof EventSource.Event event) {
      pulse.send(event.name(), event.data());
      return true;
    }
    if (step instanceof EventSource.LastEvent event) {
      pulse.send(event.name(), event.data());
      return false;
    }
    pulse.keepAlive();
    return true;
  }

  /** Ends every stream at its next event or comment. Streams that are opened later end at once. */
  @Override
  public void close() {
    closed.countDown();
  }

  /** A client and when it was last sent anything. Confined to its stream's thread. */
  private static final class Pulse {
    private final SseClient client;
    private long lastSentNanos = System.nanoTime();

    Pulse(SseClient client) {
      this.client = client;
    }

    void send(String name, Object data) {
      client.sendEvent(name, data);
      lastSentNanos = System.nanoTime();
    }

    void keepAlive() {
      if (System.nanoTime() - lastSentNanos > HEARTBEAT.toNanos()) {
        client.sendComment("still here");
        lastSentNanos = System.nanoTime();
      }
    }
  }
}
