package io.reprise.compactor.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.compactor.audit.AuditFinding;
import io.reprise.compactor.audit.FieldDifference;
import io.reprise.runtime.access.FieldMask;
import io.reprise.runtime.access.Policy;
import io.reprise.runtime.access.Principal;
import io.reprise.runtime.config.ConfigFile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MaskedFindingTest {
  private static final AuditFinding FINDING =
      new AuditFinding(
          0,
          "ann",
          9,
          List.of(
              new FieldDifference("state.contacts.a@b.c.city", "\"x\"", "\"y\""),
              new FieldDifference("state.contacts.a@b.c.mail", "\"x\"", "\"y\""),
              new FieldDifference("state.items[0].price", "1", "absent"),
              new FieldDifference("state", "{\"email\":\"x\"}", "absent"),
              new FieldDifference("state (bytes)", "00", "01"),
              new FieldDifference("provenance.events", "1", "2")));

  private static FieldMask mask(String fields) {
    return ConfigFile.parse(
            "policy.yaml",
            """
            bindings: [{principal: mia, role: operator, topics: [users]}]
            masks: [{role: operator, topics: [users], fields: [%s]}]
            """
                .formatted(fields),
            Policy.class,
            Map.of())
        .mask(new Principal("mia"), "users");
  }

  @Test
  void showsNoValueOfAStateIfAFieldIsHidden() {
    var shown = MaskedFinding.of(FINDING, mask("contacts.*.mail"));

    assertThat(shown.key()).isEqualTo("ann");
    assertThat(shown.differences())
        .containsExactly(
            new FieldDifference("state.contacts", "(masked)", "(masked)"),
            new FieldDifference("state.items", "(masked)", "(masked)"),
            new FieldDifference("state", "(masked)", "(masked)"),
            new FieldDifference("state (bytes)", "(masked)", "(masked)"),
            new FieldDifference("provenance.events", "1", "2"));
  }

  @Test
  void hidesTheKeyAlone() {
    var shown = MaskedFinding.of(FINDING, mask("$key"));

    assertThat(shown.key()).isEqualTo("(masked)");
    assertThat(shown.differences()).isEqualTo(FINDING.differences());
  }

  @Test
  void changesNothingWithoutAMask() {
    assertThat(MaskedFinding.of(FINDING, FieldMask.NONE)).isEqualTo(FINDING);
  }
}
