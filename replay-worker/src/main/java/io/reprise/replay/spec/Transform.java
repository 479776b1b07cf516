package io.reprise.replay.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * One change of each delivered event. The property {@code do} names the kind of the change. All
 * kinds but {@link Rekey} change the data alone. Headers and timestamp of a record stay as they
 * are.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "do")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Transform.Mask.class, name = "mask"),
  @JsonSubTypes.Type(value = Transform.Drop.class, name = "drop"),
  @JsonSubTypes.Type(value = Transform.Rename.class, name = "rename"),
  @JsonSubTypes.Type(value = Transform.SetField.class, name = "set"),
  @JsonSubTypes.Type(value = Transform.Upcast.class, name = "upcast"),
  @JsonSubTypes.Type(value = Transform.Rekey.class, name = "rekey"),
})
public sealed interface Transform {
  /** Returns the change as one line of a plan's hash. What it returns must never change. */
  String canonical();

  /** Ways to make a text unreadable. Each gives the same result for the same text. */
  enum MaskKind {
    /** A fixed text in the place of the field. */
    REDACT,
    /**
     * A keyed hash (HMAC-SHA-256) of the text, so that equal texts are still equal afterwards. The
     * key is in the configuration of the workers.
     */
    HASH,
    /** The last four characters of a text of eight or more, after four asterisks. */
    KEEP_LAST_4
  }

  /**
   * Makes a text unreadable.
   *
   * @param field the path of a text in the data, such as {@code address.street}. An array or a map
   *     in the path stands for its elements
   * @param how REDACT when left out
   * @param key the id of the key of a HASH. A plan always has it; in a request, null stands for the
   *     key that the workers have. Always null for other kinds
   */
  record Mask(
      String field, MaskKind how, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String key)
      implements Transform {
    public Mask(@Nullable String field, @Nullable MaskKind how, @Nullable String key) {
      this.field = required("mask", "field", field);
      this.how = how == null ? MaskKind.REDACT : how;
      this.key = key;
      if (key != null && this.how != MaskKind.HASH) {
        throw new InvalidSpecException(
            "transforms: mask of %s has a key, which only HASH uses: leave it out"
                .formatted(this.field));
      }
    }

    /** Returns a copy of this mask with the id of the key. */
    public Mask withKey(String id) {
      return new Mask(field, how, id);
    }

    @Override
    public String canonical() {
      return "mask %s %s %s".formatted(field, how, key);
    }
  }

  /**
   * Leaves a field out.
   *
   * @param field the name of a field of the data
   */
  record Drop(String field) implements Transform {
    public Drop(@Nullable String field) {
      this.field = requiredName("drop", "field", field);
    }

    @Override
    public String canonical() {
      return "drop " + field;
    }
  }

  /**
   * Gives a field another name.
   *
   * @param field the name of a field of the data
   * @param to the new name
   */
  record Rename(String field, String to) implements Transform {
    public Rename(@Nullable String field, @Nullable String to) {
      this.field = requiredName("rename", "field", field);
      this.to = requiredName("rename", "to", to);
    }

    @Override
    public String canonical() {
      return "rename %s %s".formatted(field, to);
    }
  }

  /**
   * Sets a field to the value of an expression.
   *
   * @param field the name of a field of the data, or of a field that only the schema of the target
   *     has
   * @param value an expression in CEL. It sees the event as it was read, before any change
   */
  record SetField(String field, String value) implements Transform {
    public SetField(@Nullable String field, @Nullable String value) {
      this.field = requiredName("set", "field", field);
      this.value = required("set", "value", value);
    }

    @Override
    public String canonical() {
      return "set %s %s".formatted(field, value);
    }
  }

  /**
   * Writes each event with the newest schema, whatever it was written with. The plan is refused if
   * the newest schema of the source topic cannot read an earlier one.
   */
  record Upcast() implements Transform {
    @Override
    public String canonical() {
      return "upcast";
    }
  }

  /**
   * Gives each event a new key. In a target topic the event is then in the partition of this key.
   *
   * @param field the name of a field of the data, as the steps before have made it: the key has
   *     what they have masked. A text gives its bytes in UTF-8, bytes give themselves, and an
   *     integer gives its digits. Null if {@code value} is given
   * @param value an expression in CEL that gives the text of the key. It sees the event as it was
   *     read, before any change. Null if {@code field} is given
   */
  record Rekey(
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String field,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String value)
      implements Transform {
    public Rekey(@Nullable String field, @Nullable String value) {
      if ((field == null) == (value == null)) {
        throw new InvalidSpecException(
            "transforms: rekey needs either field or value: write {do: rekey, field: ...} or {do:"
                + " rekey, value: ...}");
      }
      this.field = field == null ? null : requiredName("rekey", "field", field);
      this.value = value == null ? null : required("rekey", "value", value);
    }

    @Override
    public String canonical() {
      return field == null ? "rekey value " + value : "rekey field " + field;
    }
  }

  private static String required(String kind, String name, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw new InvalidSpecException(
          "transforms: %s lacks %s: write {do: %s, %s: ...}".formatted(kind, name, kind, name));
    }
    return value;
  }

  private static String requiredName(String kind, String name, @Nullable String value) {
    var given = required(kind, name, value);
    if (given.indexOf('.') >= 0) {
      throw new InvalidSpecException(
          "transforms: %s has %s '%s': only mask changes fields inside of other fields"
              .formatted(kind, name, given));
    }
    if (!given.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      throw new InvalidSpecException(
          "transforms: %s has %s '%s': a name of Avro has the characters A-Z, a-z, 0-9 and '_'"
              .formatted(kind, name, given));
    }
    return given;
  }
}
