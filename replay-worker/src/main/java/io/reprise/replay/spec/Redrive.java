package io.reprise.replay.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes a replay a redrive: of the dead letters in its range, it delivers those that came from the
 * topic of its target and that no earlier replay has delivered there. All others are counted as
 * filtered. The target must be of kind origin.
 *
 * @param causes fingerprints of the causes to redrive; all causes if empty
 * @param again whether to deliver also what an earlier replay has delivered
 */
public record Redrive(
    List<String> causes, @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean again) {
  private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{12}");

  public Redrive(@Nullable List<String> causes, boolean again) {
    this.causes = causes == null ? List.of() : causes.stream().distinct().sorted().toList();
    this.again = again;
    for (var cause : this.causes) {
      if (!FINGERPRINT.matcher(cause).matches()) {
        throw new InvalidSpecException(
            "redrive.causes: '%s' is not the fingerprint of a cause: give 12 of the digits 0-9 and a-f, as the plan shows them"
                .formatted(cause));
      }
    }
  }
}
