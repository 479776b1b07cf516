package io.reprise.replay.target;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The settings of a target whose provider is not part of Reprise.
 *
 * @param target name of the target in the worker's configuration
 * @param values text by the name of the setting. Values are never logged, because they may be
 *     secret
 */
public record TargetSettings(String target, Map<String, String> values) {
  public TargetSettings {
    values = Map.copyOf(values);
  }

  /**
   * Returns a setting.
   *
   * @throws IllegalArgumentException if it is missing or blank
   */
  public String required(String name) {
    return optional(name)
        .orElseThrow(
            () -> new IllegalArgumentException("settings.%s is missing: give it".formatted(name)));
  }

  /** Returns a setting; empty if it is missing or blank. */
  public Optional<String> optional(String name) {
    return Optional.ofNullable(values.get(name)).filter(value -> !value.isBlank());
  }

  /**
   * Requires that all settings are known, so that a misspelled name is not overlooked.
   *
   * @throws IllegalArgumentException if there is another setting
   */
  public void requireOnly(String... known) {
    var unknown = new TreeSet<>(values.keySet());
    unknown.removeAll(Set.of(known));
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "settings.%s is not known: the settings are %s"
              .formatted(unknown.first(), String.join(", ", known)));
    }
  }

  /** Returns the names of the settings without their values. */
  @Override
  public String toString() {
    return "settings of target %s: %s".formatted(target, new TreeSet<>(values.keySet()));
  }
}
