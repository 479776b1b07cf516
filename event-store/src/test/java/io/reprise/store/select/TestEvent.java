package io.reprise.store.select;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An event whose attributes are fixed. */
record TestEvent(@Nullable String key, byte @Nullable [] value) implements EventView {
  @Override
  public String type() {
    return "user.ordered";
  }

  @Override
  public String source() {
    return "/shop";
  }

  @Override
  public Instant time() {
    return Instant.parse("2026-01-31T12:00:00Z");
  }

  @Override
  public int partition() {
    return 3;
  }

  @Override
  public long offset() {
    return 4_711;
  }

  @Override
  public Map<String, String> headers() {
    return Map.of("ce_id", "17", "trace", "abc");
  }
}
