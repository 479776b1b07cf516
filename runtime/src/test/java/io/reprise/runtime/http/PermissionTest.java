package io.reprise.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.runtime.access.Action;
import io.reprise.runtime.http.Permission.On;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PermissionTest {
  @Test
  void everyServiceHasRoutesOfItsOwnAndThoseOfEveryService() {
    var topic = ResourceFinder.topicInPath("topic");

    var permissions =
        RoutePermissions.registered(
            routes -> {
              routes.get("/{topic}/<key>", Permission.onTopic(Action.READ, topic), ctx -> {});
              routes.put("/{topic}", Permission.onTopicAndTarget(Action.OPERATE, topic), ctx -> {});
              routes.delete(
                  "/all", Permission.onEach(Action.VIEW, On.EACH_TOPIC_AND_TARGET), ctx -> {});
            });

    assertThat(permissions)
        .isEqualTo(
            Map.of(
                "GET /health/live", "none",
                "GET /health/ready", "none",
                "GET /metrics", "observe",
                "GET /api/v1/status", "observe",
                "GET /{topic}/{key}", "read on topic",
                "PUT /{topic}", "operate on topic and target",
                "DELETE /all", "view on each topic and target of the answer"));
  }

  @Test
  void aResourceOfTheRequestIsNoneOfTheAnswer() {
    assertThatThrownBy(() -> Permission.onEach(Action.VIEW, On.TOPIC))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
