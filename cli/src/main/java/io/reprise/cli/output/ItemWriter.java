package io.reprise.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SequenceWriter;
import io.reprise.runtime.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Prints the items of a list one after the other, so that a long list is never whole in memory. The
 * result is what {@link Output#list} prints. Confined to one thread.
 */
public final class ItemWriter implements AutoCloseable {
  private final OutputFormat format;
  private final PrintWriter out;
  private @Nullable SequenceWriter array;
  private boolean isClosed;

  ItemWriter(OutputFormat format, PrintWriter out) {
    this.format = format;
    this.out = out;
  }

  /** Prints one item. Prints nothing if the format is the table. */
  public void write(JsonNode item) {
    try {
      if (format == OutputFormat.JSONL) {
        out.println(Json.json().writer().writeValueAsString(item));
      } else if (!isTable()) {
        array().write(item);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("an item could not be printed", e);
    }
  }

  private boolean isTable() {
    return format == OutputFormat.TABLE || format == OutputFormat.WIDE;
  }

  private SequenceWriter array() throws IOException {
    if (array == null) {
      ObjectWriter writer =
          format == OutputFormat.YAML
              ? Json.yaml().writer()
              : Json.json().writerWithDefaultPrettyPrinter();
      array =
          writer
              .without(com.fasterxml.jackson.core.JsonGenerator.Feature.AUTO_CLOSE_TARGET)
              .writeValuesAsArray(out);
    }
    return array;
  }

  /** Ends the list. Further calls have no effect. */
  @Override
  public void close() {
    if (isClosed || isTable()) {
      return;
    }
    isClosed = true;
    try {
      if (format != OutputFormat.JSONL) {
        array().close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a list could not be printed", e);
    }
    if (format == OutputFormat.JSON) {
      out.println();
    }
    out.flush();
  }
}
