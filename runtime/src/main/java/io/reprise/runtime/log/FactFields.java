package io.reprise.runtime.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.HashSet;
import java.util.regex.Pattern;
import net.logstash.logback.composite.AbstractJsonProvider;

/**
 * Adds a field for each fact of a log line. A line whose format is {@code shard released replay={}
 * slot={}} has the facts {@code replay} and {@code slot}. A number stays a number; any other value
 * is its text. If a line names a key twice, the first value counts.
 */
public final class FactFields extends AbstractJsonProvider<ILoggingEvent> {
  /** Matches each placeholder, and the key in front of it if it has one. */
  private static final Pattern PLACEHOLDER = Pattern.compile("(?:\\b([A-Za-z]\\w*)=)?\\{}");

  @Override
  public void writeTo(JsonGenerator generator, ILoggingEvent event) throws IOException {
    var values = event.getArgumentArray();
    if (values == null) {
      return;
    }
    var written = new HashSet<String>();
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
}
