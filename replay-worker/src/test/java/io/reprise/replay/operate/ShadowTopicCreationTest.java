package io.reprise.replay.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.replay.plan.PlanRefusedException;
import io.reprise.replay.plan.ShadowTopic;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.ThrottlingQuotaExceededException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.Test;

class ShadowTopicCreationTest {
  private static final ShadowTopic TOPIC =
      new ShadowTopic("orders-shadow", 8, 3, Map.of("cleanup.policy", "delete"));

  private NewTopic requested = new NewTopic("none", 1, (short) 1);
  private boolean validatedOnly;

  @Test
  void requestsTheTopicWithItsPartitionsReplicasAndSettings() {
    var result = creation(null).create(TOPIC);

    assertThat(result).isEqualTo(ShadowTopicCreation.Result.CREATED);
    assertThat(validatedOnly).isFalse();
    assertThat(requested)
        .isEqualTo(new NewTopic("orders-shadow", 8, (short) 3).configs(TOPIC.settings()));
  }

  @Test
  void validatesWithoutCreating() {
    creation(null).validate(TOPIC);

    assertThat(validatedOnly).isTrue();
  }

  @Test
  void anExistingTopicIsUsed() {
    assertThat(creation(new TopicExistsException("exists")).create(TOPIC))
        .isEqualTo(ShadowTopicCreation.Result.EXISTED);
  }

  @Test
  void namesTheRightsThatTheWorkersLack() {
    var creation = creation(new TopicAuthorizationException(Set.of("orders-shadow")));

    assertThatThrownBy(() -> creation.validate(TOPIC))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageStartingWith("the workers may not create topic 'orders-shadow'")
        .hasMessageEndingWith(
            "allow their Kafka user CREATE, DESCRIBE, DESCRIBE_CONFIGS, READ and WRITE on it");
  }

  @Test
  void saysWhyKafkaRefusesTheTopic() {
    for (var refusal :
        new RuntimeException[] {
          new PolicyViolationException("too many partitions"),
          new InvalidReplicationFactorException("too many partitions")
        }) {
      assertThatThrownBy(() -> creation(refusal).create(TOPIC))
          .isInstanceOf(PlanRefusedException.class)
          .hasMessage("Kafka refuses to create topic 'orders-shadow': too many partitions");
    }
  }

  @Test
  void aRequestWithoutAnAnswerMayHaveCreatedTheTopic() {
    assertThatThrownBy(() -> creation(new TimeoutException("no answer")).create(TOPIC))
        .isInstanceOf(ShadowTopicUnknownException.class)
        .hasMessageContaining("'orders-shadow' was created", "uses the topic if it exists");
    assertThatThrownBy(() -> creation(new TimeoutException("no answer")).validate(TOPIC))
        .isInstanceOf(TimeoutException.class);
    assertThatThrownBy(
            () -> creation(new ThrottlingQuotaExceededException("throttled")).create(TOPIC))
        .isInstanceOf(ThrottlingQuotaExceededException.class);
  }

  private ShadowTopicCreation creation(RuntimeException failure) {
    return new ShadowTopicCreation(
        (Admin)
            Proxy.newProxyInstance(
                Admin.class.getClassLoader(),
                new Class<?>[] {Admin.class},
                (proxy, method, arguments) -> {
                  assertThat(method.getName()).isEqualTo("createTopics");
                  requested = (NewTopic) ((Collection<?>) arguments[0]).iterator().next();
                  validatedOnly = ((CreateTopicsOptions) arguments[1]).shouldValidateOnly();
                  return new Answer(failure);
                }));
  }

  private static final class Answer extends CreateTopicsResult {
    Answer(RuntimeException failure) {
      super(Map.of("orders-shadow", future(failure)));
    }

    private static KafkaFuture<TopicMetadataAndConfig> future(RuntimeException failure) {
      if (failure == null) {
        return KafkaFuture.completedFuture(null);
      }
      var future = new KafkaFutureImpl<TopicMetadataAndConfig>();
      future.completeExceptionally(failure);
      return future;
    }
  }
}
