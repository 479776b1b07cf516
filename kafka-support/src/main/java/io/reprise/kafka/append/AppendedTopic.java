package io.reprise.kafka.append;

import io.reprise.kafka.acl.RoleAcls;
import io.reprise.kafka.client.AdminRole;
import io.reprise.kafka.client.KafkaAnswer;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A topic whose records are kept until somebody deletes them. Immutable and thread-safe.
 *
 * @param name name of the topic
 */
public record AppendedTopic(String name) {
  private static final Logger LOG = LoggerFactory.getLogger(AppendedTopic.class);
  private static final short BROKERS_DEFAULT = -1;

  /** Kafka's default would delete records after 7 days. */
  private static final Map<String, String> KEPT =
      Map.of("cleanup.policy", "delete", "retention.ms", "-1", "retention.bytes", "-1");

  /**
   * Adds the ACLs with which a program creates the topic and appends to it.
   *
   * @param use what the program appends, as the rest of a sentence that begins with its name
   * @param loss what does not work without the ACLs, in a sentence
   */
  public void addTo(RoleAcls acls, String use, String loss) {
    acls.topic(name)
        .optional(AclOperation.WRITE, use, loss)
        .optional(AclOperation.CREATE, "creates the topic if it does not exist", loss);
  }

  /**
   * Creates the topic, with one partition and without a limit of time or size, if it does not
   * exist. A topic that exists stays as it is. If the client may not create the topic, nothing
   * happens: somebody else may have created it.
   *
   * @throws org.apache.kafka.common.KafkaException if the cluster cannot be reached or refuses the
   *     topic; a retry is safe
   */
  void create(Map<String, Object> clientSettings) {
    try (var admin = AdminRole.open(clientSettings)) {
      var topic = new NewTopic(name, 1, BROKERS_DEFAULT).configs(KEPT);
      KafkaAnswer.of(admin.createTopics(List.of(topic)).all());
      LOG.info(
          "topic was created, its records are kept until somebody deletes them topic={}", name);
    } catch (TopicExistsException e) {
      LOG.debug("topic exists topic={}", name);
    } catch (AuthorizationException e) {
      LOG.debug("topic may exist, but may not be created topic={} cause={}", name, e.toString());
    }
  }
}
