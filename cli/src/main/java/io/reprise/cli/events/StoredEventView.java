package io.reprise.cli.events;

import io.reprise.store.select.EventView;
import io.reprise.store.select.UnreadableValueException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An event as a worker returns it, as an expression sees it. */
record StoredEventView(StoredEvent event) implements EventView {
  private static final String SOURCE = "ce_source";

  @Override
  public String type() {
    return event.type();
  }

  @Override
  public String source() {
    return event.headers().getOrDefault(SOURCE, "");
  }

  @Override
  public @Nullable String key() {
    return event.key();
  }

  @Override
  public Instant time() {
    return event.timestamp();
  }

  @Override
  public int partition() {
    return event.partition();
  }

  @Override
  public long offset() {
    return event.offset();
  }

  @Override
  public Map<String, String> headers() {
    return event.headers();
  }

  @Override
  public byte @Nullable [] value() {
    if (event.json().has("value")) {
      throw new UnreadableValueException(
          "its value cannot be searched, because " + event.json().path("masked").asText());
    }
    var base64 = event.json().path("valueBase64");
    return base64.isTextual() ? Base64.getDecoder().decode(base64.asText()) : null;
  }
}
