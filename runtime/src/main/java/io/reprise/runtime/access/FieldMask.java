package io.reprise.runtime.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Hides parts of the records of one topic from one principal. All services hide payloads with this
 * class, and with no other. Immutable.
 */
public final class FieldMask {
  /** What is shown in the place of everything that is hidden. */
  public static final String MASKED = "(masked)";

  /** Hides nothing. */
  public static final FieldMask NONE = new FieldMask(List.of());

  private final List<FieldPath> hidden;

  /**
   * @param hidden what is hidden, with everything in it
   */
  FieldMask(Collection<FieldPath> hidden) {
    this.hidden =
        hidden.stream()
            .filter(path -> hidden.stream().noneMatch(other -> other.contains(path)))
            .distinct()
            .sorted(Comparator.comparing(FieldPath::toString))
            .toList();
  }

  /** Returns whether nothing is hidden. */
  public boolean isNone() {
    return hidden.isEmpty();
  }

  /** Returns whether the value of a record is hidden or a field of it is. */
  public boolean hidesInValue() {
    return hidden.stream().anyMatch(FieldPath::isInValue);
  }

  /** Returns whether the key of a record is hidden. */
  public boolean hidesKey() {
    return hidden.contains(FieldPath.ofKey());
  }

  /** Returns the key of a record as the principal sees it; null if the record has none. */
  public byte @Nullable [] keyOf(byte @Nullable [] key) {
    return key != null && hidesKey() ? maskedBytes() : key;
  }

  /**
   * Returns a header of a record as the principal sees it. A header that repeats a hidden key is
   * hidden too: the subject of an event often is its key.
   *
   * @param value the bytes of the header; null if it has none
   * @param key the bytes of the record's key; null if it has none
   */
  public byte @Nullable [] headerOf(String name, byte @Nullable [] value, byte @Nullable [] key) {
    boolean repeatsKey = key != null && hidesKey() && Arrays.equals(value, key);
    return repeatsKey || hiddenOf(FieldPath.ofHeader(name)).isPresent() ? maskedBytes() : value;
  }

  /**
   * Returns the value of a record without what is hidden; null if nothing of it is hidden, or if
   * the record has none. A value that cannot be read is hidden as a whole.
   *
   * @param reader reads the fields of a value; throws an {@link IllegalArgumentException} whose
   *     message says, as a clause, why that is not possible. Other exceptions are passed on
   */
  public @Nullable MaskedValue valueOf(byte @Nullable [] value, Function<byte[], JsonNode> reader) {
    if (value == null || !hidesInValue()) {
      return null;
    }
    try {
      return hideIn(reader.apply(value));
    } catch (IllegalArgumentException e) {
      return hideAll(String.valueOf(e.getMessage()));
    }
  }

  private static byte[] maskedBytes() {
    return MASKED.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Returns what is hidden of a field and of everything that contains it or is in it; empty if
   * nothing is. Who may not see the result must not search by the field either.
   */
  public Optional<String> hiddenOf(FieldPath field) {
    return hidden.stream()
        .filter(path -> path.meet(field).isPresent())
        .map(FieldPath::toString)
        .findFirst();
  }

  /** Returns the mask that hides what both masks hide. */
  FieldMask and(FieldMask other) {
    return new FieldMask(
        hidden.stream()
            .flatMap(mine -> other.hidden.stream().flatMap(path -> mine.meet(path).stream()))
            .toList());
  }

  /**
   * Returns in words what is hidden, such as {@code the policy hides address.street from you}; null
   * if nothing is.
   */
  public @Nullable String reason() {
    return isNone()
        ? null
        : "the policy hides %s from you"
            .formatted(hidden.stream().map(FieldPath::toString).collect(Collectors.joining(", ")));
  }

  /**
   * Hides fields of a value. An array stands for its elements. Null is hidden like any other value,
   * because it says that there is none. Where a field that contains a hidden one is neither an
   * object nor an array, it is hidden as a whole.
   */
  public MaskedValue hideIn(JsonNode value) {
    if (!value.isContainerNode() && !value.isNull() && hidesInValue()) {
      return hideAll("it has no fields that can be told apart");
    }
    var paths = hidden.stream().filter(FieldPath::isInValue).map(FieldPath::names).toList();
    return new MaskedValue(hide(value, paths), String.valueOf(reason()));
  }

  /**
   * Hides a value as a whole.
   *
   * @param cause why its fields cannot be told apart, as a clause
   */
  private MaskedValue hideAll(String cause) {
    return new MaskedValue(
        TextNode.valueOf(MASKED), reason() + "; the value is hidden as a whole, because " + cause);
  }

  /**
   * @param paths the names from this node to each hidden one
   */
  private static JsonNode hide(JsonNode node, List<List<String>> paths) {
    if (paths.isEmpty()) {
      return node;
    }
    if (paths.stream().anyMatch(List::isEmpty)) {
      return TextNode.valueOf(MASKED);
    }
    if (node instanceof ArrayNode array) {
      var shown = JsonNodeFactory.instance.arrayNode(array.size());
      array.forEach(element -> shown.add(hide(element, paths)));
      return shown;
    }
    if (node instanceof ObjectNode object) {
      var shown = JsonNodeFactory.instance.objectNode();
      object
          .properties()
          .forEach(
              field ->
                  shown.set(field.getKey(), hide(field.getValue(), below(field.getKey(), paths))));
      return shown;
    }
    return node.isNull() ? node : TextNode.valueOf(MASKED);
  }

  private static List<List<String>> below(String name, List<List<String>> paths) {
    return paths.stream()
        .filter(path -> path.get(0).equals(name) || path.get(0).equals(FieldPath.ANY))
        .map(path -> path.subList(1, path.size()))
        .toList();
  }
}
