package io.reprise.runtime.http;

import io.javalin.http.Context;
import io.reprise.runtime.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Writes the response of a long-running request as lines of JSON, so that the client sees results
 * and progress before the request ends. Each line is a JSON object with one member. The name of the
 * member is the kind of the line. The last line is of kind {@code summary} or {@code problem}.
 *
 * <p>Confined to the thread of the request.
 */
public final class JsonLines {
  private static final String MEDIA_TYPE = "application/x-ndjson";
  private static final long PROGRESS_EVERY_NANOS = Duration.ofMillis(500).toNanos();

  private final Context ctx;
  private final Function<RuntimeException, Problem> problems;
  private final long begun = System.nanoTime();
  private long toldAt = begun - PROGRESS_EVERY_NANOS;

  /**
   * Creates the response to a request.
   *
   * @param problems maps a failure of the task to the problem in the last line
   */
  public JsonLines(Context ctx, Function<RuntimeException, Problem> problems) {
    this.ctx = ctx;
    this.problems = problems;
  }

  /**
   * Runs a task, which may write lines, and then writes the last line. If the task returns a value,
   * the last line is of kind {@code summary} and holds the value. If the task throws an exception,
   * the last line is of kind {@code problem}.
   *
   * @throws UncheckedIOException if the client has disconnected, or if the task itself throws this
   *     exception; no last line is then sent
   */
  public void run(Supplier<?> task) {
    ctx.contentType(MEDIA_TYPE);
    try {
      write("summary", task.get());
    } catch (UncheckedIOException e) {
      throw e;
    } catch (RuntimeException e) {
      write("problem", problems.apply(e));
    }
    flush();
  }

  /**
   * Writes one line and sends the line to the client at once.
   *
   * @throws UncheckedIOException if the client has disconnected
   */
  public void tell(String kind, Object value) {
    write(kind, value);
    flush();
  }

  /**
   * Sends a line of kind {@code progress}, unless the last such line was sent less than 500 ms ago.
   *
   * @param done number of units done so far
   * @param total number of units of the whole task
   * @param unit name of the unit, such as offsets
   * @throws UncheckedIOException if the client has disconnected
   */
  public void progress(long done, long total, String unit) {
    long now = System.nanoTime();
    if (now - toldAt >= PROGRESS_EVERY_NANOS) {
      toldAt = now;
      double seconds = Math.max(1, now - begun) / 1e9;
      tell(
          "progress",
          Map.of(
              "done", done, "total", total, "unit", unit, "perSecond", Math.round(done / seconds)));
    }
  }

  /**
   * Writes a line that may stay in the buffer until a later line is sent.
   *
   * @throws UncheckedIOException if the client has disconnected
   */
  public void write(String kind, Object value) {
    try {
      OutputStream out = ctx.res().getOutputStream();
      out.write(Json.json().writeValueAsBytes(Map.of(kind, value)));
      out.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the response: the client has disconnected", e);
    }
  }

  private void flush() {
    try {
      ctx.res().flushBuffer();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the response: the client has disconnected", e);
    }
  }
}
