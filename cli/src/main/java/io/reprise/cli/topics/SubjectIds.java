package io.reprise.cli.topics;

import io.reprise.schemas.registry.SchemaRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Distinguishes the schema ids that are registered for the values of one topic from all other
 * schema ids. Used by one thread. Every method may throw {@link
 * io.reprise.schemas.registry.RegistryUnreachableException}; a retry is safe.
 */
final class SubjectIds {
  private final SchemaRegistry registry;
  private final String subject;
  private final Set<Integer> foreign = new HashSet<>();
  private final Map<Integer, List<String>> subjectsOf = new HashMap<>();
  private Set<Integer> own;

  SubjectIds(SchemaRegistry registry, String topic) {
    this.registry = registry;
    this.subject = SchemaRegistry.valueSubject(topic);
    this.own = registry.ids(subject);
  }

  /** Returns whether the topic's subject has a schema. Without a schema, no id can be checked. */
  boolean isKnown() {
    return !own.isEmpty();
  }

  String subject() {
    return subject;
  }

  /** Returns whether the topic's subject has no schema with this id. */
  boolean isForeign(int id) {
    if (own.contains(id)) {
      return false;
    }
    if (!foreign.contains(id)) {
      // The ids are read from the registry again, because a producer may have registered the schema
      // since they were last read.
      own = registry.ids(subject);
      if (own.contains(id)) {
        return false;
      }
      foreign.add(id);
    }
    return true;
  }

  /** Returns the subjects that have a schema with this id, sorted. */
  List<String> subjectsOf(int id) {
    if (subjectsOf.isEmpty()) {
      registry
          .subjects()
          .forEach(
              name ->
                  registry
                      .ids(name)
                      .forEach(
                          known ->
                              subjectsOf
                                  .computeIfAbsent(known, none -> new ArrayList<>())
                                  .add(name)));
    }
    return List.copyOf(subjectsOf.getOrDefault(id, List.of()));
  }
}
