package io.reprise.replay.spec;

import io.reprise.store.KeySelection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Selects which records of the range are delivered. All other records are counted as filtered. A
 * record passes if it meets all three conditions: it has one of the keys, one of the types, and all
 * of the headers. A condition that is left empty is always met. Record values are not read.
 *
 * @param keys record keys, compared as UTF-8 bytes
 * @param types CloudEvents types, from the header {@code ce_type}
 * @param headers required values, as UTF-8, by header name; the last header of that name must have
 *     the value
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

  /**
   * Returns a selection of the keys whose records can pass: the filter's keys, or all keys if the
   * filter has none.
   */
  public KeySelection wanted() {
    return KeySelection.of(keys.stream().map(k -> k.getBytes(StandardCharsets.UTF_8)).toList());
  }

  /** Returns whether every record passes this filter. */
  public boolean passesAll() {
    return keys.isEmpty() && types.isEmpty() && headers.isEmpty();
  }
}
