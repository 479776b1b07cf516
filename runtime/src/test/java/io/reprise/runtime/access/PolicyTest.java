package io.reprise.runtime.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.runtime.config.ConfigException;
import io.reprise.runtime.config.ConfigFile;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTest {
  private static final Principal ANN = new Principal("ann");
  private static final Policy POLICY =
      read(
          """
          bindings:
          - {principal: ann, role: operator, topics: ['orders*'], targets: [copy, 'shadow:*']}
          - {principal: ann, role: viewer, topics: [clicks]}
          - {principal: ci, role: producer, topics: ['*']}
          """);

  private static Policy read(String yaml) {
    return ConfigFile.parse("policy.yaml", yaml, Policy.class, Map.of());
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "operate, orders, copy, true",
        "operate, orders-eu, shadow:orders-x, true",
        "operate, orders, shadow, false",
        "operate, orders, other, false",
        "operate, clicks, copy, false",
        "view, clicks, -, true",
        "view, clicks, copy, false",
        "view, orders, -, true",
        "view, Orders, -, false",
        "view, x-orders, -, false",
        "view, *, -, false",
        "observe, -, -, true",
        "publish, orders, -, false",
        "administer, -, -, false"
      })
  void oneBindingMustAllowActionTopicAndTarget(
      String action, String topic, String target, boolean allowed) {
    var wanted = Action.valueOf(action.toUpperCase(java.util.Locale.ROOT));

    assertThat(POLICY.allows(ANN, wanted, new Resource(topic, target))).isEqualTo(allowed);
  }

  @Test
  void whoIsInNoBindingMayDoNothing() {
    for (var action : Action.values()) {
      assertThat(POLICY.allowsSomewhere(new Principal("eve"), action)).isFalse();
      assertThat(POLICY.allows(new Principal("eve"), action, Resource.NONE)).isFalse();
      assertThat(read("").allows(ANN, action, Resource.NONE)).isFalse();
    }
  }

  @Test
  void onlyThePatternOfAllTopicsCoversAllTopics() {
    assertThat(POLICY.allows(new Principal("ci"), Action.PUBLISH, Resource.topic(Resource.ALL)))
        .isTrue();
    assertThat(POLICY.allows(ANN, Action.OPERATE, new Resource(Resource.ALL, "copy"))).isFalse();
  }

  @Test
  void everyRoleHasItsActionsAndNoOther() {
    assertThat(actions(Role.PRODUCER)).containsExactly(Action.PUBLISH);
    assertThat(actions(Role.VIEWER)).containsExactly(Action.OBSERVE, Action.VIEW, Action.READ);
    assertThat(actions(Role.OPERATOR))
        .containsExactly(Action.OBSERVE, Action.VIEW, Action.READ, Action.OPERATE);
    assertThat(actions(Role.APPROVER))
        .containsExactly(Action.OBSERVE, Action.VIEW, Action.READ, Action.APPROVE);
    assertThat(actions(Role.ADMIN)).containsExactly(Action.values());
  }

  private static Set<Action> actions(Role role) {
    var actions = EnumSet.allOf(Action.class);
    actions.removeIf(action -> !role.contains(action));
    return actions;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{principal: ann, role: boss} | no role is 'boss': use one of producer, viewer, operator,"
            + " approver, admin",
        "{principal: ann} | a binding lacks principal or role",
        "{principal: 'a b', role: viewer} | principal is 'a b'",
        "{principal: ann, role: viewer, topic: ['*']} | topic: unknown key",
        "{principal: ann, role: viewer, topics: ['']} | a pattern is blank"
      })
  void aPolicyThatSaysNothingClearIsRefused(String binding, String reason) {
    assertThatThrownBy(() -> read("bindings:\n- " + binding))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void namesWhoMayCarryOutAnAction() {
    var policy =
        read(
            """
            bindings:
            - {principal: ann, role: operator, topics: ['*'], targets: ['*']}
            - {principal: bob, role: approver, topics: ['*'], targets: [copy]}
            - {principal: bob, role: admin, topics: ['*'], targets: ['*']}
            - {group: oncall, role: approver, topics: ['*'], targets: ['*']}
            - {principal: eve, role: approver, topics: ['*'], targets: [other]}
            """);

    assertThat(policy.whoMay(Action.APPROVE, new Resource("orders", "copy")))
        .containsExactly("bob", "group oncall");
  }
}
