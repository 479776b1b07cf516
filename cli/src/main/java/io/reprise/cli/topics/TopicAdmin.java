package io.reprise.cli.topics;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.kafka.client.AdminRole;
import io.reprise.kafka.client.CreatedTopic;
import io.reprise.kafka.client.KafkaAnswer;
import io.reprise.kafka.client.TopicDescriptions;
import io.reprise.runtime.json.Suggestion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigsOptions;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Creates and changes topics. Every error that an operator can mend is a {@link CommandFailure}.
 * Other errors are those of Kafka's client; after a retriable one, describe the topic before a
 * retry. Thread-safe; the caller closes this object.
 */
final class TopicAdmin implements AutoCloseable {
  private static final Duration VISIBLE_LIMIT = Duration.ofSeconds(10);

  private final Admin admin;

  TopicAdmin(Map<String, Object> clientSettings) {
    this.admin = AdminRole.open(clientSettings);
  }

  /** Checks whether {@link #create} would create the topic. Creates nothing. */
  void validate(NewTopic topic) {
    create(topic, new CreateTopicsOptions().validateOnly(true));
  }

  /** Creates a topic, and returns it when the brokers know it. */
  TopicDescription create(NewTopic topic) {
    create(topic, new CreateTopicsOptions());
    return CreatedTopic.describe(admin, topic.name(), VISIBLE_LIMIT);
  }

  private void create(NewTopic topic, CreateTopicsOptions options) {
    ask(topic.name(), () -> KafkaAnswer.of(admin.createTopics(List.of(topic), options).all()));
  }

  /** Returns a topic with its partitions and replicas. */
  TopicDescription describe(String topic) {
    return ask(topic, () -> TopicDescriptions.of(admin, topic));
  }

  /** Adds partitions until the topic has {@code total}. */
  void increase(String topic, int total) {
    var request = Map.of(topic, NewPartitions.increaseTo(total));
    ask(topic, () -> KafkaAnswer.of(admin.createPartitions(request).all()));
  }

  /**
   * Sets and removes settings of a topic, all or none of them.
   *
   * @param removed names of settings that go back to the broker's default
   */
  void configure(String topic, Map<String, String> set, Collection<String> removed) {
    var changes = new ArrayList<AlterConfigOp>();
    set.forEach(
        (name, value) ->
            changes.add(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET)));
    removed.forEach(
        name ->
            changes.add(new AlterConfigOp(new ConfigEntry(name, ""), AlterConfigOp.OpType.DELETE)));
    Map<ConfigResource, Collection<AlterConfigOp>> request = Map.of(resource(topic), changes);
    ask(
        topic,
        () ->
            KafkaAnswer.of(
                admin.incrementalAlterConfigs(request, new AlterConfigsOptions()).all()));
  }

  /**
   * Requires that the brokers know all these names of topic settings. A cluster without any topic
   * cannot be asked for the names; it refuses a wrong name when the topic is created.
   */
  void requireKnownSettings(Set<String> names) {
    if (names.isEmpty()) {
      return;
    }
    var topics =
        KafkaAnswer.of(admin.listTopics(new ListTopicsOptions().listInternal(true)).names());
    if (topics.isEmpty()) {
      return;
    }
    var any = resource(topics.iterator().next());
    var known = new TreeSet<String>();
    var answers = admin.describeConfigs(List.of(any)).values().values();
    KafkaAnswer.of(answers.iterator().next()).entries().forEach(entry -> known.add(entry.name()));
    var unknown = new TreeSet<>(names);
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw new CommandFailure(ExitCode.USAGE, unknownSettings(unknown, known));
    }
  }

  private static String unknownSettings(Set<String> unknown, Set<String> known) {
    var parts = new ArrayList<String>();
    for (var name : unknown) {
      var similar = Suggestion.among(name, known);
      parts.add("'" + name + "'" + (similar.startsWith(": known") ? "" : similar));
    }
    return "the brokers know no topic setting "
        + String.join(", ", parts)
        + ": use the names of Kafka's topic configuration, such as retention.ms";
  }

  private static ConfigResource resource(String topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic);
  }

  private static <T> T ask(String topic, Supplier<T> request) {
    try {
      return request.get();
    } catch (TopicExistsException e) {
      throw failure(
          ExitCode.REFUSED,
          "topic '%s' exists already: `reprise topics alter %1$s` changes it",
          topic,
          e);
    } catch (UnknownTopicOrPartitionException e) {
      throw failure(
          ExitCode.NOT_FOUND,
          "topic '%s' does not exist on this cluster: check the name, or create it with `reprise"
              + " topics create %1$s --partitions N`",
          topic,
          e);
    } catch (InvalidTopicException e) {
      throw failure(
          ExitCode.USAGE,
          "'%s' is not a name for a topic: use up to 249 letters, digits, dots, underscores and"
              + " hyphens",
          topic,
          e);
    } catch (InvalidPartitionsException
        | InvalidReplicationFactorException
        | PolicyViolationException
        | AuthorizationException e) {
      throw refused(ExitCode.REFUSED, topic, e);
    } catch (InvalidConfigurationException e) {
      throw refused(ExitCode.USAGE, topic, e);
    }
  }

  private static CommandFailure failure(
      ExitCode code, String format, String topic, RuntimeException cause) {
    return new CommandFailure(code, format.formatted(topic), cause);
  }

  private static CommandFailure refused(ExitCode code, String topic, RuntimeException cause) {
    return new CommandFailure(
        code, "Kafka refuses this for topic '%s': %s".formatted(topic, cause.getMessage()), cause);
  }

  @Override
  public void close() {
    admin.close();
  }
}
