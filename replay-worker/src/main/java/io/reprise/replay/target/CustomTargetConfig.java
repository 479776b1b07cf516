package io.reprise.replay.target;

import io.reprise.runtime.config.ConfigKey;
import io.reprise.runtime.config.ConfigText;
import io.reprise.store.plugin.PluginDirectory;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A target whose code is not part of Reprise. What it promises is said by its provider.
 *
 * @param provider name of the provider
 * @param pluginDirectory directory with the jar of the provider; only providers on the class path
 *     of the worker when left out
 * @param settings settings of the provider, by name; none when left out
 */
public record CustomTargetConfig(
    @ConfigKey("The name of the provider in the jars of pluginDirectory.") String provider,
    @ConfigKey(
            value = "The directory with the jars of the provider. All jars in it are loaded.",
            defaultsTo = "only the worker's class path is searched")
        @Nullable Path pluginDirectory,
    @ConfigKey(
            value = "Settings of the provider, as its documentation names them.",
            secret = true,
            defaultsTo = "none")
        Map<String, String> settings)
    implements TargetConfig {

  public CustomTargetConfig(
      String provider, @Nullable Path pluginDirectory, @Nullable Map<String, String> settings) {
    this.provider = provider;
    this.pluginDirectory = pluginDirectory;
    this.settings = settings == null ? Map.of() : Map.copyOf(settings);
    if (provider == null || provider.isBlank()) {
      throw new IllegalArgumentException(
          "provider is missing: give the name of the provider, as its documentation says");
    }
  }

  /**
   * Opens the target.
   *
   * @param target name of the target in the worker's configuration
   * @throws IllegalArgumentException if the directory or a jar cannot be used, if no provider has
   *     the name, or if the provider refuses the settings
   */
  public ReplayTarget open(String target) {
    try {
      return find().open(new TargetSettings(target, settings));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("target '%s': %s".formatted(target, e.getMessage()), e);
    }
  }

  private ReplayTargetProvider find() {
    var loader =
        pluginDirectory == null
            ? CustomTargetConfig.class.getClassLoader()
            : PluginDirectory.loader(pluginDirectory);
    var found = new TreeMap<String, ReplayTargetProvider>();
    for (var candidate : ServiceLoader.load(ReplayTargetProvider.class, loader)) {
      var other = found.putIfAbsent(candidate.name(), candidate);
      if (other != null) {
        throw new IllegalArgumentException(
            "provider %s is offered by %s and by %s: remove one of them"
                .formatted(
                    candidate.name(), other.getClass().getName(), candidate.getClass().getName()));
      }
    }
    var provider = found.get(this.provider);
    if (provider == null) {
      throw new IllegalArgumentException(
          "provider '%s' does not exist: %s"
              .formatted(
                  this.provider,
                  found.isEmpty()
                      ? "no jar offers a provider; put its jar into pluginDirectory"
                      : "use one of " + String.join(", ", found.keySet())));
    }
    return provider;
  }

  /** Returns the configuration without the values of the settings. */
  @Override
  public String toString() {
    return ConfigText.of(this);
  }
}
