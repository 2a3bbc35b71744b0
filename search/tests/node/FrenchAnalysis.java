// Token filters that the stock distribution's "analysis-common" module provides, for a test node that lacks it.
// Same names, same settings, same Lucene classes; only what the portal's index settings use.
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.charfilter.MappingCharFilter;
import org.apache.lucene.analysis.charfilter.NormalizeCharMap;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.PreConfiguredTokenFilter;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.plugins.AnalysisPlugin;
import org.elasticsearch.plugins.Plugin;
import org.tartarus.snowball.ext.EnglishStemmer;
import org.tartarus.snowball.ext.FrenchStemmer;

public class FrenchAnalysis extends Plugin implements AnalysisPlugin {

    @Override
    public List<PreConfiguredTokenFilter> getPreConfiguredTokenFilters() {
        return List.of(PreConfiguredTokenFilter.singleton("asciifolding", true, ASCIIFoldingFilter::new));
    }

    @Override
    public Map<String, AnalysisProvider<TokenFilterFactory>> getTokenFilters() {
        return Map.of(
            "asciifolding", (index, env, name, s) -> filter(name, in ->
                new ASCIIFoldingFilter(in, s.getAsBoolean("preserve_original", false))),
            "stemmer", (index, env, name, s) -> filter(name, stemmer(s.get("language", s.get("name", "porter2")))));
    }

    @Override
    public Map<String, AnalysisProvider<CharFilterFactory>> getCharFilters() {
        return Map.of("mapping", AnalysisPlugin.requiresAnalysisSettings((index, env, name, s) -> {
            NormalizeCharMap.Builder map = new NormalizeCharMap.Builder();
            for (String rule : s.getAsList("mappings")) {
                String[] sides = rule.split("=>");
                map.add(unescaped(sides[0].strip()), sides.length > 1 ? unescaped(sides[1].strip()) : "");
            }
            NormalizeCharMap built = map.build();
            return new CharFilterFactory() {
                public String name() { return name; }
                public java.io.Reader create(java.io.Reader in) { return new MappingCharFilter(built, in); }
            };
        }));
    }

    private static UnaryOperator<TokenStream> stemmer(String language) {
        return switch (language) {
            case "french" -> in -> new SnowballFilter(in, new FrenchStemmer());
            case "porter2" -> in -> new SnowballFilter(in, new EnglishStemmer());
            default -> throw new IllegalArgumentException("stemmer not in this test node: " + language);
        };
    }

    /** The signs that the stock filter writes as \\uXXXX. */
    private static String unescaped(String side) {
        return Pattern.compile("\\\\u([0-9a-fA-F]{4})").matcher(side)
            .replaceAll(found -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(found.group(1), 16))));
    }

    private static TokenFilterFactory filter(String name, UnaryOperator<TokenStream> make) {
        return new org.elasticsearch.index.analysis.NormalizingTokenFilterFactory() {
            public String name() { return name; }
            public TokenStream create(TokenStream in) { return make.apply(in); }
            public TokenStream normalize(TokenStream in) { return in; }
        };
    }
}
