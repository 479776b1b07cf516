package io.reprise.replay.spec;

import io.reprise.store.KeySelection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Selects the records of the range to deliver. All other records are counted as filtered. A record
 * passes if it has one of the keys, one of the types, and all of the headers; an empty condition
 * always holds. Record values are not read.
 *
 * @param keys record keys, compared as UTF-8 bytes
 * @param types CloudEvents types, from the header {@code ce_type}
 * @param headers header names and the values that the last header of each name must have, as UTF-8
 */
public record Filter(List<String> keys, List<String> types, Map<String, String> headers) {

  /** A filter that every record passes. */
  public static final Filter NONE = new Filter(null, null, null);

  public Filter(
      @Nullable List<String> keys,
      @Nullable List<String> types,
      @Nullable Map<String, String> headers) {
    this.keys = keys == null ? List.of() : List.copyOf(keys);
    this.types = types == null ? List.of() : List.copyOf(types);
    this.headers = headers == null ? Map.of() : Map.copyOf(headers);
  }

  /** Returns the keys that can pass: the named ones, or all keys when none is named. */
  public KeySelection wanted() {
    return KeySelection.of(keys.stream().map(k -> k.getBytes(StandardCharsets.UTF_8)).toList());
  }

  /** Returns whether every record passes. */
  public boolean passesAll() {
    return keys.isEmpty() && types.isEmpty() && headers.isEmpty();
  }
}
