package io.reprise.runtime.access;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Hides parts of records from one role. Immutable.
 *
 * @param role the role from which they are hidden; it can read records
 * @param topics patterns of the topics of the records
 * @param fields what is hidden: paths such as {@code address.street}, {@code $key} or {@code
 *     $headers.NAME}
 */
public record PolicyMask(Role role, List<NamePattern> topics, List<String> fields) {
  /**
   * @throws IllegalArgumentException if the mask would hide nothing; the message says what to write
   */
  public PolicyMask(
      @Nullable Role role, @Nullable List<NamePattern> topics, @Nullable List<String> fields) {
    if (role == null || topics == null || topics.isEmpty() || fields == null || fields.isEmpty()) {
      throw new IllegalArgumentException(
          "a mask lacks role, topics or fields: write {role: viewer, topics: ['users*'], fields:"
              + " [email, address.street]}");
    }
    if (!role.contains(Action.READ)) {
      throw new IllegalArgumentException(
          "the role %s reads no records, so a mask hides nothing from it: remove the mask"
              .formatted(role));
    }
    if (topics.stream().anyMatch(Objects::isNull) || fields.stream().anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException(
          "a topic or field of a mask is null: write a name, and 'null' for the name null");
    }
    this.role = role;
    this.topics = List.copyOf(topics);
    this.fields = List.copyOf(fields);
    var unused = paths();
  }

  boolean isOf(String topic) {
    return topics.stream().anyMatch(pattern -> pattern.matches(topic));
  }

  List<FieldPath> paths() {
    return fields.stream().map(FieldPath::parse).toList();
  }
}
