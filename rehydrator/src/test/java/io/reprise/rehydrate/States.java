package io.reprise.rehydrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.store.fold.KeyState;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Compares states by their bytes and provenance. */
public final class States {
  private States() {}

  public static Map<String, String> texts(Map<String, KeyState> states) {
    var texts = new TreeMap<String, String>();
    states.forEach(
        (key, s) ->
            texts.put(key, new String(s.state(), StandardCharsets.UTF_8) + " " + s.provenance()));
    return texts;
  }

  public static void assertEqual(Map<String, KeyState> model, Map<String, KeyState> fold) {
    assertThat(fold).isNotEmpty();
    assertThat(texts(model)).isEqualTo(texts(fold));
  }
}
