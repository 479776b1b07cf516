package io.reprise.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.replay.spec.TargetName;
import io.reprise.replay.target.TopicPattern;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that selects a topic to create as the target of a replay. */
final class NewTopicOption {
  static final String NAME = "--to-new-topic";

  @Option(
      names = NAME,
      paramLabel = "TOPIC",
      description =
          "Deliver to this topic, and create it like the source topic if it does not exist. The"
              + " topic must match the pattern of a target of the workers, as `reprise replay"
              + " targets` lists it.")
  private @Nullable String topic;

  boolean isGiven() {
    return topic != null;
  }

  /**
   * Requires that not both this option and {@code --target} are given.
   *
   * @param target the value of {@code --target}; null if it is not given
   */
  void requireAlone(@Nullable String target) {
    if (topic != null && target != null) {
      throw new CommandFailure(
          ExitCode.USAGE, "--target and %s exclude each other: give one of them".formatted(NAME));
    }
  }

  /**
   * Returns the target of the spec: the target of the workers whose pattern the topic matches,
   * together with the topic. Returns null if the option is not given.
   *
   * @param targets requests the targets of the workers
   * @throws CommandFailure if no target, or more than one, has a pattern that the topic matches
   */
  @Nullable String target(Supplier<JsonNode> targets) {
    var name = topic;
    if (name == null) {
      return null;
    }
    var patterns = new TreeMap<String, String>();
    for (var target : targets.get()) {
      if (target.path("topicPattern").isTextual()) {
        patterns.put(target.path("name").asText(), target.path("topicPattern").asText());
      }
    }
    var matching = new ArrayList<String>();
    for (var pattern : patterns.entrySet()) {
      if (new TopicPattern(pattern.getValue()).matches(name)) {
        matching.add(new TargetName(pattern.getKey(), name).text());
      }
    }
    return only(matching, name, patterns);
  }

  private static String only(List<String> matching, String topic, Map<String, String> patterns) {
    if (matching.size() > 1) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "%s %s: the topic matches the patterns of %d targets: choose one with --target %s"
              .formatted(NAME, topic, matching.size(), String.join(" or --target ", matching)));
    }
    if (matching.isEmpty()) {
      throw new CommandFailure(ExitCode.REFUSED, noTarget(topic, patterns));
    }
    return matching.get(0);
  }

  private static String noTarget(String topic, Map<String, String> patterns) {
    if (patterns.isEmpty()) {
      return "%s %s: no target of the workers can create topics: add one to the workers' configuration, such as targets: {shadow: {kind: kafka-pattern, topicPattern: '*-shadow'}}"
          .formatted(NAME, topic);
    }
    var known =
        patterns.entrySet().stream()
            .map(target -> "'%s' (target %s)".formatted(target.getValue(), target.getKey()))
            .collect(Collectors.joining(", "));
    return "%s %s: the topic must match a pattern of the workers' configuration: %s; %s is a name that matches"
        .formatted(NAME, topic, known, matching(topic, patterns.values()));
  }

  /**
   * Returns a name that matches the first of these patterns: the topic's name in place of the first
   * {@code *}, and an {@code x} in place of any further one.
   */
  private static String matching(String topic, Collection<String> patterns) {
    var first = patterns.iterator().next();
    return first.replaceFirst("\\*", Matcher.quoteReplacement(topic)).replace('*', 'x');
  }
}
