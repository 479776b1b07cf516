package io.reprise.cli.archive;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.output.ProgressDisplay;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Receives the lines that a service sends while it carries out a long action, such as an export.
 * Shows the progress lines on stderr. Passes every other line to the consumer that the constructor
 * was given. Confined to one thread; the caller closes this object.
 */
public final class LongTask implements BiConsumer<String, JsonNode>, AutoCloseable {
  private final String name;
  private final BiConsumer<String, JsonNode> others;
  private @Nullable ProgressDisplay bar;

  public LongTask(String name, BiConsumer<String, JsonNode> others) {
    this.name = name;
    this.others = others;
  }

  @Override
  public void accept(String kind, JsonNode line) {
    if (!kind.equals("progress")) {
      others.accept(kind, line);
      return;
    }
    if (bar == null) {
      bar =
          new ProgressDisplay(
              name + ", " + line.path("unit").asText(), line.path("total").asLong());
    }
    bar.at(line.path("done").asLong());
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
