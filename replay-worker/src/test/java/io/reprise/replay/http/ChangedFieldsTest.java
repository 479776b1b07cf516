package io.reprise.replay.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.runtime.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangedFieldsTest {
  private static List<String> between(String before, String after) throws Exception {
    return ChangedFields.between(
        Json.json().readTree(before.replace('\'', '"')),
        Json.json().readTree(after.replace('\'', '"')));
  }

  @Test
  void namesTheInnermostFieldsThatDiffer() throws Exception {
    assertThat(
            between(
                "{'a':1,'b':{'c':'x','d':'y'},'e':[1,2]}",
                "{'a':1,'b':{'c':'x','d':'z'},'e':[1,3]}"))
        .containsExactly("b.d", "e");
  }

  @Test
  void namesFieldsThatOnlyOneValueHas() throws Exception {
    assertThat(between("{'name':'Ada','note':'n'}", "{'fullName':'Ada'}"))
        .containsExactly("name", "note", "fullName");
  }

  @Test
  void namesNothingIfBothAreEqual() throws Exception {
    assertThat(between("{'a':null}", "{'a':null}")).isEmpty();
  }
}
