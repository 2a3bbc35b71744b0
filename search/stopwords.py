"""Words that ask nothing by themselves, folded. Kept in quoted phrases, and when nothing else was typed."""

FRENCH = """
    a afin ai ainsi alors apres as au aucun aussi autre aux avec avoir c ca car ce ceci cela celle ces cet cette ceux chez
    comme comment d dans de des deux donc dont du elle elles en encore entre es est et etre eux fait faire faut il ils j je
    l la le les leur leurs lui m ma mais me mes moi mon n ne ni nos notre nous on ont ou par pas peu peut plus pour pourquoi
    qu quand que quel quelle quelles quels qui quoi s sa sans se ses si son sont sous sur t ta te tes toi ton tous tout toute
    tres trop tu un une vers vos votre vous y plusieurs puis jusqu lorsqu puisqu quoiqu quelqu aujourd hui
"""
ENGLISH = """
    a an and are as at be by can do for from has have how i if in is it its my no not of on or our so than that the their them
    they this to was we what when where which who why will with you your
"""
STOPWORDS = frozenset(FRENCH.split()) | frozenset(ENGLISH.split())
