package io.reprise.runtime.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.sse.SseClient;
import io.javalin.http.sse.SseHandler;
import io.reprise.runtime.access.Principal;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends server-sent events. Each stream has a thread of its own, so a client that does not read
 * blocks no other client. While a stream has no events, it sends a comment every 10 s. If the
 * client has disconnected, sending the comment fails and the stream ends. A stream also ends,
 * within about a second, when its caller would no longer be admitted: the token has expired or was
 * removed, or the policy no longer allows the request. A caller with a new token can connect again.
 *
 * <p>Thread-safe. {@link HttpServer} closes the streams of its service.
 */
public final class EventStreams implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventStreams.class);
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);
  private static final Duration ADMISSION_CHECK = Duration.ofSeconds(1);
  private static final int MOST_STREAMS = 256;
  private static final int MOST_OF_A_PRINCIPAL = 64;

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Map<String, Integer> openOf = new ConcurrentHashMap<>();
  private final Semaphore places = new Semaphore(MOST_STREAMS);

  /**
   * Creates a GET handler that streams the events of a source. A request is answered with status
   * 406 if it does not accept {@code text/event-stream}, and with status 503 while 256 streams are
   * open. After a 503 the client may retry. It is answered with status 429 while its principal has
   * 64 open streams.
   *
   * @param interval time between two calls of {@link EventSource#next}
   * @param open opens the source of events for a request. Called before anything is sent, so that
   *     it may throw {@link ProblemException}
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
      var caller = Caller.of(ctx);
      try {
        enter(caller);
      } catch (ProblemException e) {
        places.release();
        throw e;
      }
      new SseHandler(client -> run(client, caller, source, interval)).handle(ctx);
    };
  }

  /** Without authentication there are no principals: then only the number of all is limited. */
  private void enter(Caller caller) {
    var name = caller.principal().map(Principal::name).orElse(null);
    if (name != null && openOf.merge(name, 1, Integer::sum) > MOST_OF_A_PRINCIPAL) {
      leave(caller);
      throw new ProblemException(
              Problem.of(
                  429,
                  "too-many-streams",
                  "Too many streams",
                  "%s has %d open event streams: close some, or poll"
                      .formatted(name, MOST_OF_A_PRINCIPAL)))
          .withHeader("Retry-After", "5");
    }
  }

  private void leave(Caller caller) {
    caller
        .principal()
        .ifPresent(
            principal ->
                openOf.computeIfPresent(
                    principal.name(), (name, count) -> count == 1 ? null : count - 1));
  }

  private static void requireEventStream(Context ctx) {
    var accepted = ctx.header("Accept");
    if (accepted == null || !accepted.contains("text/event-stream")) {
      throw new ProblemException(
          Problem.of(406, ctx.path() + " is an event stream: ask with Accept: text/event-stream"));
    }
  }

  private void run(SseClient client, Caller caller, EventSource source, Duration interval) {
    try (client) {
      var pulse = new Pulse(client);
      var admission = new Admission(caller);
      while (!client.terminated() && admission.holds() && step(pulse, source)) {
        if (closed.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.warn(
          "HTTP event stream failed and was closed, the client must connect again path={} cause={}",
          client.ctx().path(),
          e.toString());
    } finally {
      leave(caller);
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

  /**
   * Tells every open stream to end, and returns without waiting until they have ended. A stream
   * that is opened later ends after its first call of {@link EventSource#next}.
   */
  @Override
  public void close() {
    closed.countDown();
  }

  /** Checks once in a second whether a caller is still admitted. Confined to one thread. */
  private static final class Admission {
    private final Caller caller;
    private long checkedAtNanos = System.nanoTime();

    Admission(Caller caller) {
      this.caller = caller;
    }

    boolean holds() {
      if (System.nanoTime() - checkedAtNanos < ADMISSION_CHECK.toNanos()) {
        return true;
      }
      boolean isAdmitted = caller.isStillAdmitted();
      checkedAtNanos = System.nanoTime();
      if (!isAdmitted) {
        LOG.info(
            "HTTP event stream was closed, its caller is no longer admitted who={}",
            caller.principal().map(Principal::name).orElse("unknown"));
      }
      return isAdmitted;
    }
  }

  /**
   * Sends events to one client, and a comment of the stream format after 10 s without an event.
   * Confined to the thread of the stream.
   */
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
