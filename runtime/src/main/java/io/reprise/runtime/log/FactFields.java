package io.reprise.runtime.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import net.logstash.logback.composite.AbstractJsonProvider;

/**
 * Adds a field for each fact of a log line. A line whose format is {@code shard released replay={}
 * slot={}} has the facts {@code replay} and {@code slot}. A number stays a number; any other value
 * is its text. If a line names a key twice, the first value counts.
 *
 * <p>The {@link LogFields} of the thread that logs follow, unless the line has a fact of that name.
 * They are texts, except for the keys that {@link #addNumber} has named.
 */
public final class FactFields extends AbstractJsonProvider<ILoggingEvent> {
  /** Matches each placeholder, and the key in front of it if it has one. */
  private static final Pattern PLACEHOLDER = Pattern.compile("(?:\\b([A-Za-z]\\w*)=)?\\{}");

  private static final Pattern INTEGER = Pattern.compile("-?\\d{1,18}");

  private final Set<String> numbers = new HashSet<>();

  /** Names a key whose value is written as a number. Logback calls this for each element number. */
  public void addNumber(String key) {
    numbers.add(key);
  }

  @Override
  public void writeTo(JsonGenerator generator, ILoggingEvent event) throws IOException {
    var written = new HashSet<String>();
    writeFacts(generator, event, written);
    for (var field : event.getMDCPropertyMap().entrySet()) {
      if (written.add(field.getKey())) {
        write(generator, field.getKey(), field.getValue());
      }
    }
  }

  private static void writeFacts(JsonGenerator generator, ILoggingEvent event, Set<String> written)
      throws IOException {
    var values = event.getArgumentArray();
    if (values == null) {
      return;
    }
    var placeholders = PLACEHOLDER.matcher(event.getMessage());
    for (int i = 0; i < values.length && placeholders.find(); i++) {
      var key = placeholders.group(1);
      if (key != null && written.add(key)) {
        generator.writeFieldName(key);
        if (values[i] instanceof Number number) {
          generator.writePOJO(number);
        } else {
          generator.writeString(String.valueOf(values[i]));
        }
      }
    }
  }

  private void write(JsonGenerator generator, String key, String value) throws IOException {
    generator.writeFieldName(key);
    if (numbers.contains(key) && INTEGER.matcher(value).matches()) {
      generator.writeNumber(Long.parseLong(value));
    } else {
      generator.writeString(value);
    }
  }
}
