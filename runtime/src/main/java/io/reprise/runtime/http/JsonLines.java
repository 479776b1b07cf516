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
 * An answer that takes its time: a JSON object a line, each with one member that says what it is,
 * last {@code summary} or {@code problem}. Confined to its request.
 */
public final class JsonLines {
  private static final String MEDIA_TYPE = "application/x-ndjson";
  private static final long PROGRESS_EVERY_NANOS = Duration.ofMillis(500).toNanos();

  private final Context ctx;
  private final Function<RuntimeException, Problem> problems;
  private final long begun = System.nanoTime();
  private long toldAt = begun - PROGRESS_EVERY_NANOS;

  /**
   * @param problems what to say of a failure
   */
  public JsonLines(Context ctx, Function<RuntimeException, Problem> problems) {
    this.ctx = ctx;
    this.problems = problems;
  }

  /**
   * Runs it and writes its summary, or the problem that ended it.
   *
   * @throws UncheckedIOException when the caller has gone
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

  /** Writes a line that somebody is waiting for. */
  public void tell(String kind, Object value) {
    write(kind, value);
    flush();
  }

  /** Writes how far it is, unless that was told a moment ago. */
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

  /** Writes a line that may wait for those behind it. */
  public void write(String kind, Object value) {
    try {
      OutputStream out = ctx.res().getOutputStream();
      out.write(Json.json().writeValueAsBytes(Map.of(kind, value)));
      out.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException("the caller has gone", e);
    }
  }

  private void flush() {
    try {
      ctx.res().flushBuffer();
    } catch (IOException e) {
      throw new UncheckedIOException("the caller has gone", e);
    }
  }
}
