package io.reprise.runtime.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.runtime.config.ConfigException;
import io.reprise.runtime.config.ConfigFile;
import io.reprise.runtime.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldMaskTest {
  private static final Policy POLICY =
      read(
          """
          bindings:
          - {principal: ann, role: viewer, topics: ['*']}
          - {principal: bob, role: viewer, topics: ['*']}
          - {principal: bob, role: operator, topics: [users]}
          - {principal: eve, role: viewer, topics: [clicks]}
          - {principal: eve, role: producer, topics: [users]}
          - {group: support, role: approver, topics: ['*']}
          masks:
          - {role: viewer, topics: ['users*'], fields: [email, address.street]}
          - {role: viewer, topics: [users], fields: [contacts.*.email, $key]}
          - {role: approver, topics: ['*'], fields: [email, address, '*.first.email', $headers.ce_subject]}
          """);

  private static Policy read(String yaml) {
    return ConfigFile.parse("policy.yaml", yaml, Policy.class, Map.of());
  }

  private static FieldMask mask(String... fields) {
    return new FieldMask(Stream.of(fields).map(FieldPath::parse).toList());
  }

  private static JsonNode json(String text) throws Exception {
    return Json.json().readTree(text.replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'email':'a@b','id':1}                     | {'email':'(masked)','id':1}",
        "{'email':{'home':'a@b'}}                   | {'email':'(masked)'}",
        "{'email':['a@b','c@d']}                    | {'email':'(masked)'}",
        "{'email':7}                                | {'email':'(masked)'}",
        "{'email':null}                             | {'email':'(masked)'}",
        "{'address':{'street':'x','city':'y'}}      | {'address':{'street':'(masked)','city':'y'}}",
        "{'address':[{'street':'x'},{'no':1}]}      | {'address':[{'street':'(masked)'},{'no':1}]}",
        "{'address':[[{'street':'x'}]]}             | {'address':[[{'street':'(masked)'}]]}",
        "{'address':'x 1, y'}                       | {'address':'(masked)'}",
        "{'address':['x 1, y',null]}                | {'address':['(masked)',null]}",
        "{'address':null}                           | {'address':null}",
        "{'other':{'email':'a@b'}}                  | {'other':{'email':'a@b'}}",
        "{'by':{'a':{'mail':'a@b','n':1},'b':{}}}   |"
            + " {'by':{'a':{'mail':'(masked)','n':1},'b':{}}}",
        "[{'email':'a@b'},7]                        | [{'email':'(masked)'},'(masked)']",
        "'c29tZSBieXRlcw=='                         | '(masked)'",
        "7                                          | '(masked)'",
        "true                                       | '(masked)'",
        "null                                       | null"
      })
  void hidesTheValuesOfItsFields(String value, String shown) throws Exception {
    var mask = mask("email", "address.street", "by.*.mail");
    var given = json(value);

    assertThat(mask.hideIn(given).json()).isEqualTo(json(shown));
    assertThat(given).isEqualTo(json(value));
    assertThat(FieldMask.NONE.hideIn(given).json()).isEqualTo(given);
  }

  @Test
  void saysWhatIsHiddenAndWhyAValueIsHiddenAsAWhole() throws Exception {
    var mask = mask("email", "address.street", "$key");

    assertThat(mask.hideIn(json("{}")).reason())
        .isEqualTo("the policy hides $key, address.street, email from you");
    assertThat(mask.hideIn(json("7")).reason())
        .endsWith("hidden as a whole, because it has no fields that can be told apart");
    assertThat(FieldMask.NONE.reason()).isNull();
  }

  @Test
  void aValueThatCannotBeReadIsHiddenAsAWhole() {
    var value = new byte[] {1, 2};
    var masked =
        mask("email")
            .valueOf(
                value,
                bytes -> {
                  throw new IllegalArgumentException("it is not Avro with a schema id");
                });

    assertThat(masked).isNotNull();
    assertThat(masked.json().asText()).isEqualTo(FieldMask.MASKED);
    assertThat(masked.reason()).contains("hidden as a whole, because it is not Avro");
    assertThat(mask("email").valueOf(null, bytes -> null)).isNull();
    assertThat(mask("$key").valueOf(value, bytes -> null)).isNull();
  }

  @Test
  void hidesKeysAndHeaders() {
    var key = bytes("ann");
    var mask = mask("$key", "$headers.ce_source");

    assertThat(mask.keyOf(key)).isEqualTo(bytes("(masked)"));
    assertThat(mask.keyOf(null)).isNull();
    assertThat(mask.headerOf("ce_source", bytes("/shop"), key)).isEqualTo(bytes("(masked)"));
    assertThat(mask.headerOf("ce_subject", bytes("ann"), key)).isEqualTo(bytes("(masked)"));
    assertThat(mask.headerOf("ce_subject", bytes("anna"), key)).isEqualTo(bytes("anna"));
    assertThat(mask.headerOf("ce_type", null, null)).isNull();
    assertThat(mask("$headers.*").headerOf("any", bytes("x"), key)).isEqualTo(bytes("(masked)"));
    assertThat(mask("email").keyOf(key)).isEqualTo(key);
    assertThat(mask("email").headerOf("ce_subject", key, key)).isEqualTo(key);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "email, email",
        "email.home, email",
        "address, address.street",
        "address.street, address.street",
        "address.city, -",
        "emailed, -",
        "by.ann.mail, by.*.mail",
        "by, by.*.mail",
        "by.ann.name, -"
      })
  void knowsWhetherASearchByAFieldTellsSomething(String field, String hidden) {
    var mask = mask("email", "address.street", "by.*.mail");

    assertThat(mask.hiddenOf(FieldPath.ofField(List.of(field.split("\\.")))).orElse(null))
        .isEqualTo(hidden);
    assertThat(mask.hiddenOf(FieldPath.ofField(List.of()))).isPresent();
    assertThat(mask.hiddenOf(FieldPath.ofKey())).isEmpty();
  }

  @Test
  void aRoleSeesWhatNoMaskOfItHides() {
    assertThat(hidden("ann", "users"))
        .isEqualTo("the policy hides $key, address.street, contacts.*.email, email from you");
    assertThat(hidden("ann", "users-eu"))
        .isEqualTo("the policy hides address.street, email from you");
    assertThat(hidden("ann", "clicks")).isNull();
  }

  @Test
  void aFieldIsShownIfOneRoleShowsIt() {
    assertThat(hidden("bob", "users")).isNull();
    assertThat(hidden("bob", "users-eu"))
        .isEqualTo("the policy hides address.street, email from you");
    var both = new Principal("ann", Set.of("support"));
    assertThat(POLICY.mask(both, "users").reason())
        .isEqualTo("the policy hides address.street, contacts.first.email, email from you");
    assertThat(POLICY.mask(both, "clicks").isNone()).isTrue();
  }

  @Test
  void whoMayNotReadSeesNothingThatAnyMaskHides() {
    assertThat(hidden("eve", "users")).contains("$headers.ce_subject", "$key", "address", "email");
    assertThat(hidden("eve", "clicks")).isNull();
    assertThat(hidden("nobody", "users")).contains("$key");
  }

  private static String hidden(String principal, String topic) {
    return POLICY.mask(new Principal(principal), topic).reason();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{role: viewer, topics: ['*']} | a mask lacks role, topics or fields: write {role: viewer",
        "{topics: ['*'], fields: [email]} | a mask lacks role, topics or fields",
        "{role: viewer, fields: [email]} | a mask lacks role, topics or fields",
        "{role: viewer, topics: [], fields: [email]} | a mask lacks role, topics or fields",
        "{role: viewr, topics: ['*'], fields: [email]} | no role is 'viewr': use one of producer,",
        "{role: viewer, topics: [''], fields: [email]} | a pattern is blank",
        "{role: viewer, topics: ['*'], fields: [email], for: x} | for: unknown key",
        "{role: viewer, topics: ['*'], fields: ['a..b']} | field 'a..b' is not a path",
        "{role: viewer, topics: ['*'], fields: [null]} | is null: write a name, and 'null' for",
        "{role: viewer, topics: ['*'], fields: ['']} | field '' is not a path",
        "{role: viewer, topics: ['*'], fields: ['items[].price']} | write items.price",
        "{role: viewer, topics: ['*'], fields: ['a*.b']} | field 'a*.b' is not a path",
        "{role: viewer, topics: ['*'], fields: [$keys]} | nothing of a record is called '$keys'",
        "{role: viewer, topics: ['*'], fields: [$headers]} | write $key, $headers.NAME,",
        "{role: producer, topics: ['*'], fields: [email]} | the role producer reads no records"
      })
  void aMaskThatWouldHideNothingIsRefused(String mask, String message) {
    assertThatThrownBy(() -> read("masks: [" + mask + "]"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }
}
