package io.reprise.replay.spec;

import io.reprise.store.KeySelection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which records of the range are delivered; the others are counted as filtered. Conditions of
 * different kinds must all hold, of one kind any may. Values are never decoded.
 *
 * @param keys record keys, compared as UTF-8 bytes
 * @param types CloudEvents types, from the header {@code ce_type}
 * @param headers header name to the value it must have, as UTF-8
 */
public record Filter(List<String> keys, List<String> types, Map<String, String> headers) {

  /** Lets everything through. */
  public static final Filter NONE = new Filter(null, null, null);

  public Filter(
      @Nullable List<String> keys,
      @Nullable List<String> types,
      @Nullable Map<String, String> headers) {
    this.keys = keys == null ? List.of() : List.copyOf(keys);
    this.types = types == null ? List.of() : List.copyOf(types);
    this.headers = headers == null ? Map.of() : Map.copyOf(headers);
  }

  /** The keys that can pass; all when none are named. */
  public KeySelection wanted() {
    return KeySelection.of(keys.stream().map(k -> k.getBytes(StandardCharsets.UTF_8)).toList());
  }

  /** Whether every record passes. */
  public boolean passesAll() {
    return keys.isEmpty() && types.isEmpty() && headers.isEmpty();
  }
}
