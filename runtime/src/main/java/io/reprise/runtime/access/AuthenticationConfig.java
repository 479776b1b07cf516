package io.reprise.runtime.access;

import io.reprise.runtime.config.ConfigKey;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Configures how callers prove who they are, and who may do what. Both files are given, or none:
 * then nobody is asked who they are.
 *
 * @param tokens the file with the hashes of the tokens; none when left out
 * @param policy the file that says which principal has which role; none when left out
 */
public record AuthenticationConfig(
    @ConfigKey(
            "The YAML file with the hashes of the callers' tokens. `reprise token create` prints a"
                + " token and its line for the file. A changed file is read again within seconds.")
        @Nullable Path tokens,
    @ConfigKey(
            "The YAML file that gives principals their roles on topics and targets. What it does"
                + " not allow is refused. A changed file is read again within seconds.")
        @Nullable Path policy) {
  /** Nobody is asked who they are. */
  public static final AuthenticationConfig NONE = new AuthenticationConfig(null, null);

  public AuthenticationConfig {
    if ((tokens == null) != (policy == null)) {
      throw new IllegalArgumentException(
          (tokens == null ? "tokens" : "policy")
              + " is missing: give the paths of both files, tokens and policy");
    }
  }

  /** Returns whether callers must prove who they are. */
  public boolean isOn() {
    return tokens != null;
  }
}
