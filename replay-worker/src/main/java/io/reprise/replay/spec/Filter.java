package io.reprise.replay.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.reprise.store.KeySelection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Selects which records of the range are delivered. All other records are counted as filtered. A
 * record passes if it meets all conditions: it has one of the keys, one of the types, all of the
 * headers, and the expression is true for it. A condition that is left empty is always met. Only
 * the expression can read record values.
 *
 * @param keys record keys, compared as UTF-8 bytes
 * @param types CloudEvents types, from the header {@code ce_type}
 * @param headers required values, as UTF-8, by header name; the last header of that name must have
 *     the value
 * @param where an expression in CEL, such as {@code data.amountCents > 100000}; null if there is
 *     none. Absent in filters that were stored before this field existed
 * @param whereSchema the registry's id of the schema that types {@code data} in the expression. A
 *     plan always has it if the expression uses {@code data} and the topic has a schema; in a
 *     request, null stands for the latest schema of the topic
 */
public record Filter(
    List<String> keys,
    List<String> types,
    Map<String, String> headers,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String where,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer whereSchema) {

  /** A filter that every record passes. */
  public static final Filter NONE = new Filter(null, null, null);

  @JsonCreator
  public Filter(
      @Nullable List<String> keys,
      @Nullable List<String> types,
      @Nullable Map<String, String> headers,
      @Nullable String where,
      @Nullable Integer whereSchema) {
    this.keys = keys == null ? List.of() : List.copyOf(keys);
    this.types = types == null ? List.of() : List.copyOf(types);
    this.headers = headers == null ? Map.of() : Map.copyOf(headers);
    this.where = where;
    this.whereSchema = whereSchema;
    if (where == null && whereSchema != null) {
      throw new InvalidSpecException(
          "filter.whereSchema is given without filter.where: give the expression whose data it"
              + " types, or leave it out");
    }
  }

  /** Creates a filter without an expression. */
  public Filter(
      @Nullable List<String> keys,
      @Nullable List<String> types,
      @Nullable Map<String, String> headers) {
    this(keys, types, headers, null, null);
  }

  /** Returns a copy of this filter whose expression is typed by the schema with this id. */
  public Filter withWhereSchema(@Nullable Integer id) {
    return new Filter(keys, types, headers, where, id);
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
    return keys.isEmpty() && types.isEmpty() && headers.isEmpty() && where == null;
  }
}
