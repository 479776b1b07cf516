package io.reprise.cli.events;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.kafka.time.Deadline;
import io.reprise.kafka.time.Ticker;
import io.reprise.runtime.json.Durations;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Repeats the request for a page while the replay worker, Kafka or the archive cannot be reached.
 * Shows the beginning and the end of each such interruption. A request that fails before any page
 * was read is not repeated, because the address may be wrong. Confined to one thread.
 */
public final class RetriedPages implements RecordPages {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final RecordPages pages;
  private final Duration limit;
  private final Consumer<String> messages;
  private final Ticker ticker;
  private boolean hasRead;

  /**
   * @param limit time without an answer after which the failure is thrown
   * @param messages receives one sentence for the beginning and one for the end of an interruption
   */
  public RetriedPages(RecordPages pages, Duration limit, Consumer<String> messages, Ticker ticker) {
    this.pages = pages;
    this.limit = limit;
    this.messages = messages;
    this.ticker = ticker;
  }

  @Override
  public JsonNode read(int partition, @Nullable Long from, @Nullable Long to, int most) {
    try {
      var page = pages.read(partition, from, to, most);
      hasRead = true;
      return page;
    } catch (CommandFailure e) {
      if (!hasRead || !isTransient(e)) {
        throw e;
      }
      messages.accept(
          "%s. Trying again for up to %s".formatted(e.getMessage(), Durations.text(limit)));
      return retry(partition, from, to, most);
    }
  }

  private JsonNode retry(int partition, @Nullable Long from, @Nullable Long to, int most) {
    var deadline = Deadline.after(limit, ticker);
    for (var pause = FIRST_PAUSE; ; pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE)) {
      ticker.sleep(shorter(pause, deadline.left()));
      try {
        var page = pages.read(partition, from, to, most);
        messages.accept("the replay worker answers again: reading continues");
        return page;
      } catch (CommandFailure e) {
        if (!isTransient(e) || deadline.isPassed()) {
          throw e;
        }
      }
    }
  }

  /** Returns whether a repeated read can succeed. To repeat a read is always safe. */
  private static boolean isTransient(CommandFailure failure) {
    return failure.exitCode() == ExitCode.UNREACHABLE || failure.getCause() instanceof IOException;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
