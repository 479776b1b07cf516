package io.reprise.embedded.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TopicExistsException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A topic is identified by its id: a recreated topic has the same name and another log. */
public interface TopicIdentityContract extends OnBroker {

  @Test
  default void topicRecreatedUnderItsNameHasAnotherIdAndAnotherLog()
      throws ExecutionException, InterruptedException {
    var partition = clients().topic();
    var name = partition.topic();
    clients().append(partition, "first life");
    try (var admin = clients().admin()) {
      var before = topicId(admin, name);
      admin.deleteTopics(List.of(name)).all().get();
      Awaitility.await()
          .atMost(Clients.LIMIT)
          .ignoreExceptionsMatching(e -> e.getCause() instanceof TopicExistsException)
          .until(() -> clients().topic(name, 1, Map.of()).equals(partition));

      assertThat(topicId(admin, name)).isNotEqualTo(before);
      assertThat(clients().committed(partition)).isEmpty();
    }
  }

  private static Uuid topicId(Admin admin, String topic)
      throws ExecutionException, InterruptedException {
    return admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).topicId();
  }
}
